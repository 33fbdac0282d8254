import {
  Actions,
  type Answered,
  Button,
  EmptyState,
  Form,
  Hidden,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDate,
  Radios,
  Said,
  StatusTag,
  Table,
  TextArea,
  type View,
} from '../../../ui/index.ts';
import { ANCHORS, CRITERION_LABELS, LABEL_NAME, LINK_WORDS } from '../../messages/review.ts';
import {
  CRITERIA,
  type LabelledLine,
  LEVELS_OF_GRID,
  labelHeld,
  type PeerLink,
  type PeerReview,
  REVIEWS_NEEDED,
  type Trust,
} from '../../model/review.ts';
import { CATALOGUE_PATH, REVIEWS_PATH } from '../parts.tsx';

export const LabelTag = ({ trust }: { readonly trust: Trust }) =>
  labelHeld(trust) ? <StatusTag tone="success">{LABEL_NAME}</StatusTag> : null;

/** What everybody reads of the reviews of this version. Reviewers are not named. */
export function TrustView({ trust }: { readonly trust: Trust }) {
  const held = labelHeld(trust);
  const [last] = trust.labels;
  return (
    <>
      <h2>Relectures par des pairs</h2>
      {held ? (
        <Notice tone="success" title={LABEL_NAME}>
          <p>{`Label donné le ${parisDate(held.givenAt)}, sur deux avis favorables de personnes d’autres organismes, sans lien avec le déposant.`}</p>
        </Notice>
      ) : null}
      {!held && last?.withdrawnAt ? (
        <Notice tone="warning" title={`Label retiré le ${parisDate(last.withdrawnAt)}`}>
          <p class="text">{last.withdrawnReason}</p>
        </Notice>
      ) : null}
      {trust.reviews.length === 0 ? <p>Cette version n’a pas encore été relue.</p> : null}
      {trust.reviews.map((review, index) => (
        <ReviewView review={review} rank={index + 1} />
      ))}
    </>
  );
}

const ReviewView = ({ review, rank }: { readonly review: PeerReview; readonly rank: number }) => (
  <Panel title={`Avis ${rank}, ${parisDate(review.writtenAt)}`} level={3}>
    <p>
      <StatusTag tone={review.favourable ? 'success' : 'warning'}>
        {review.favourable ? 'Favorable' : 'À reprendre'}
      </StatusTag>
    </p>
    <Table
      caption={`Niveaux de l’avis ${rank}`}
      captionHidden
      columns={[
        { label: 'Critère', header: true, cell: (one) => CRITERION_LABELS[one] },
        { label: 'Niveau', cell: (one) => `${review.levels[one]} sur 3` },
        { label: 'Ce que cela veut dire', cell: (one) => ANCHORS[one][review.levels[one]] },
      ]}
      rows={CRITERIA}
    />
    <p class="text">{review.comment}</p>
  </Panel>
);

export interface ToReviewProps {
  readonly view: View;
  readonly lines: readonly LabelledLine[];
}

/** For trainers and curators: what waits for a second pair of eyes. */
export const ToReviewPage = ({ view, lines }: ToReviewProps) => (
  <Page view={view} title="Relire des ressources" breadcrumbs={[{ href: CATALOGUE_PATH, label: 'Communs' }]}>
    <PageHead title="Relire des ressources">
      <p>
        {`Essayez la ressource, puis dites ce que vous avez constaté, critère par critère. ${REVIEWS_NEEDED} avis favorables de deux organismes ouvrent le label « ${LABEL_NAME} ».`}
      </p>
    </PageHead>
    {lines.length === 0 ? (
      <EmptyState title="Rien à relire">
        Les ressources publiées qui n’ont pas encore deux avis favorables viendront ici.
      </EmptyState>
    ) : (
      <Table
        caption="Ressources à relire, la plus anciennement publiée d’abord"
        captionHidden
        columns={[
          { label: 'Ressource', header: true, cell: ({ id, title }) => <a href={`${REVIEWS_PATH}/${id}`}>{title}</a> },
          { label: 'Version', cell: ({ version }) => version },
          { label: 'Avis favorables', cell: ({ favourable }) => `${favourable} sur ${REVIEWS_NEEDED}` },
          { label: 'Publiée le', cell: ({ publishedAt }) => parisDate(publishedAt) },
        ]}
        rows={lines}
      />
    )}
  </Page>
);

export interface ReviewPageProps extends Answered {
  readonly view: View;
  readonly id: string;
  readonly title: string;
  /** Page of the resource. */
  readonly path: string;
  readonly trust: Trust;
  readonly link: PeerLink | null;
  readonly hasReviewed: boolean;
}

export function ReviewPage(props: ReviewPageProps) {
  const { view, title, path, trust, link, hasReviewed, errors = {} } = props;
  return (
    <Page
      view={view}
      title={`Relire : ${title}`}
      islands={['forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: CATALOGUE_PATH, label: 'Communs' },
        { href: REVIEWS_PATH, label: 'Relire des ressources' },
      ]}
    >
      <Said {...props} />
      <PageHead kicker={`Relecture de la version ${trust.version}`} title={title}>
        <LabelTag trust={trust} />
      </PageHead>
      <p>
        <a href={path}>Ouvrir la page de la ressource</a> pour l’essayer et lire sa description.
      </p>
      {link ? (
        <Notice title="Cette ressource est à relire par d’autres">
          <p>{`La raison : ${LINK_WORDS[link]}.`}</p>
        </Notice>
      ) : null}
      {link === null && !hasReviewed ? <ReviewForm {...props} /> : null}
      <TrustView trust={trust} />
    </Page>
  );
}

const ReviewForm = ({ id, trust, typed = {}, errors = {} }: ReviewPageProps) => (
  <section>
    <h2>Votre avis</h2>
    <p>Il est lu par tous, sans votre nom, et reste tel que vous l’aurez donné.</p>
    <Form action={`${REVIEWS_PATH}/${id}`}>
      <Hidden name="version" value={trust.version} />
      {CRITERIA.map((criterion) => (
        <Radios
          name={criterion}
          label={CRITERION_LABELS[criterion]}
          options={LEVELS_OF_GRID.map((level) => ({
            value: String(level),
            label: `${level} – ${ANCHORS[criterion][level]}`,
          }))}
          value={typed[criterion]}
          error={errors[criterion]}
        />
      ))}
      <TextArea
        name="comment"
        label="Ce que vous avez essayé et constaté"
        hint="Avec quel appareil, jusqu’où, ce qui aiderait l’auteur. N’écrivez le nom de personne."
        value={typed.comment}
        error={errors.comment}
      />
      <Radios
        name="conclusion"
        label="Conclusion"
        options={[
          { value: 'favorable', label: 'Favorable : elle peut servir ailleurs' },
          { value: 'a-reprendre', label: 'À reprendre : le commentaire dit quoi' },
        ]}
        value={typed.conclusion}
        error={errors.conclusion}
      />
      <Actions>
        <Button>Donner cet avis</Button>
      </Actions>
    </Form>
  </section>
);
