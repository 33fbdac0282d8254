import {
  type Answered,
  Button,
  EmptyState,
  Form,
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
import { GROUND_LABELS, STATUS_LABELS } from '../../messages/trust.ts';
import type { TitledProblem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { Trust } from '../../model/review.ts';
import { type CuratedLine, GROUNDS, type StatusChange } from '../../model/status.ts';
import { CATALOGUE_PATH, CURATION_PATH } from '../parts.tsx';
import { LabelForm } from './label.tsx';
import { ProblemList } from './problem.tsx';
import { TrustView } from './review.tsx';
import { StatusLog } from './status.tsx';

export interface CurationProps {
  readonly view: View;
  readonly problems: readonly TitledProblem[];
  readonly lines: readonly CuratedLine[];
  readonly at: Date;
}

/** What a curator sees to. */
export const CurationPage = ({ view, problems, lines, at }: CurationProps) => (
  <Page view={view} title="Tenir les communs" breadcrumbs={[{ href: CATALOGUE_PATH, label: 'Communs' }]}>
    <PageHead title="Tenir les communs" />
    <h2>Signalements sans réponse</h2>
    <ProblemList
      problems={problems}
      caption="Signalements sans réponse, le plus ancien d’abord"
      empty="Tous les signalements ont une réponse. Ils sont suivis ici dès leur arrivée."
      at={at}
    />
    <h2>Ressources publiées, périmées ou retirées</h2>
    {lines.length === 0 ? (
      <EmptyState title="Aucune ressource publiée">Les ressources viennent ici à leur publication.</EmptyState>
    ) : (
      <Table
        caption="Ressources, celle qui a changé le plus récemment d’abord"
        captionHidden
        columns={[
          {
            label: 'Ressource',
            header: true,
            cell: ({ id, title }) => <a href={`${CURATION_PATH}/${id}`}>{title}</a>,
          },
          { label: 'État', cell: ({ status }) => <StatusTag>{STATUS_LABELS[status]}</StatusTag> },
          { label: 'Depuis le', cell: ({ changedAt }) => parisDate(changedAt) },
        ]}
        rows={lines}
      />
    )}
  </Page>
);

export interface CuratedProps extends Answered {
  readonly view: View;
  readonly resource: Resource;
  readonly title: string;
  /** Page of the resource. */
  readonly path: string;
  readonly problems: readonly TitledProblem[];
  readonly changes: readonly StatusChange[];
  /** `null`: nothing is in the catalogue. */
  readonly trust: Trust | null;
  readonly at: Date;
}

export function CuratedPage(props: CuratedProps) {
  const { view, resource, title, path, problems, changes, trust, at, typed = {}, errors = {} } = props;
  return (
    <Page
      view={view}
      title={`Tenir : ${title}`}
      islands={['forms']}
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: CURATION_PATH, label: 'Tenir les communs' }]}
    >
      <Said {...props} />
      <PageHead kicker="Tenir les communs" title={title}>
        <p>
          <StatusTag>{STATUS_LABELS[resource.status]}</StatusTag> <a href={path}>Sa page publique</a>
        </p>
      </PageHead>
      <h2>Signalements</h2>
      <ProblemList
        problems={problems}
        caption="Signalements, le plus récent d’abord"
        empty="Personne n’a rien signalé sur cette ressource."
        at={at}
      />
      {trust ? (
        <>
          <TrustView trust={trust} />
          <LabelForm id={resource.id} trust={trust} typed={typed} error={errors.labelReason} />
        </>
      ) : null}
      {resource.status === 'taken-down' ? <PutBackForm {...props} /> : <TakeDownForm {...props} />}
      <StatusLog changes={changes} />
    </Page>
  );
}

const PutBackForm = ({ resource, typed = {}, errors = {} }: CuratedProps) => (
  <Panel title="Remettre au catalogue">
    <p>La version qui y était y revient, et son fichier est de nouveau servi.</p>
    <Form action={`${CURATION_PATH}/${resource.id}/remettre`}>
      <TextArea name="reason" label="Pourquoi" value={typed.reason} error={errors.reason} />
      <Button kind="secondary">Remettre au catalogue</Button>
    </Form>
  </Panel>
);

const TakeDownForm = ({ resource, typed = {}, errors = {} }: CuratedProps) => (
  <Panel title="Retirer du catalogue">
    <p>
      Aucun de ses fichiers ne sera plus servi. Sa page dira quand et pourquoi elle est retirée, et l’adresse
      d’entretien en est avertie par courrier électronique.
    </p>
    <Form action={`${CURATION_PATH}/${resource.id}/retirer`}>
      <Radios
        name="ground"
        label="Motif"
        options={GROUNDS.map((value) => ({ value, label: GROUND_LABELS[value] }))}
        value={typed.ground}
        error={errors.ground}
      />
      <TextArea
        name="reason"
        label="Raison"
        hint="Chacun la lira sur la page de la ressource."
        value={typed.reason}
        error={errors.reason}
      />
      <Button kind="warning">Retirer du catalogue</Button>
    </Form>
  </Panel>
);
