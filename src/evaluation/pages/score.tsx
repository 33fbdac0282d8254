import {
  Actions,
  type Answered,
  Button,
  Details,
  Form,
  Hidden,
  Notice,
  Page,
  PageHead,
  parisDateTime,
  Radios,
  Said,
  StatusTag,
  Table,
  TextArea,
  type View,
} from '../../ui/index.ts';
import { commentField, levelField } from '../form.ts';
import type { ExpertFile } from '../model/expert-view.ts';
import { type Criterion, totalOf } from '../model/grid.ts';
import { invalid, percent } from './parts.tsx';
import { expertBase, FileContent, Hearing } from './score/file.tsx';

export interface ScoreProps extends Answered {
  readonly view: View;
  readonly file: ExpertFile;
  /** Labels of the experts who submitted, by person: « Expert 2 ». */
  readonly names: ReadonlyMap<string, string>;
}

export function ScorePage(props: ScoreProps) {
  const { view, file } = props;
  const { content, review } = file;
  const open = review.submittedAt === null && file.frozenAt === null;
  return (
    <Page
      view={view}
      title={content.title}
      layout="wide"
      islands={['forms']}
      invalid={invalid(props)}
      breadcrumbs={[{ href: '/evaluation', label: 'Vos évaluations' }]}
    >
      <Said {...props} />
      <PageHead title={content.title} kicker={file.depositNumber}>
        {review.submittedAt ? <StatusTag tone="success">Remise</StatusTag> : null}
        {file.frozenAt ? <StatusTag tone="muted">Notes figées</StatusTag> : null}
      </PageHead>
      {file.blinded ? (
        <Notice title="Évaluation sans les noms">
          <p>
            Les noms des partenaires sont masqués. Si le sujet vous les révèle, et que vous avez un lien, récusez-vous.
          </p>
        </Notice>
      ) : null}
      <FileContent file={file} />
      {file.hearing ? <Hearing file={file} /> : null}
      {open ? <ScoreForm {...props} /> : <OwnScores {...props} />}
      {review.submittedAt ? <Others {...props} /> : null}
      {file.frozenAt ? null : <Recusal {...props} />}
    </Page>
  );
}

function ScoreForm(props: ScoreProps) {
  const { file, typed = {}, errors = {} } = props;
  const { review } = file;
  const base = expertBase(file);
  const saved = review.updatedAt ? { savedAt: review.updatedAt } : {};
  return (
    <section id="grille">
      <h2>{`Votre évaluation (grille n° ${file.grid.number})`}</h2>
      <p>
        Vos réponses s’enregistrent au fur et à mesure. Les autres experts ne les voient pas avant d’avoir remis les
        leurs. Le plus bas et le plus haut niveau demandent un commentaire.
      </p>
      <Form action={`${base}/evaluation`} autosave={{ url: `${base}/brouillon`, ...saved }}>
        <Hidden name="version" value={review.version} />
        {file.grid.criteria.map((criterion) => (
          <CriterionFields criterion={criterion} {...props} />
        ))}
        <TextArea
          name="opinion"
          label="Avis d’ensemble"
          rows={5}
          limit={4000}
          value={typed.opinion ?? review.opinion}
          error={errors.opinion}
        />
        <Actions>
          <Button name="acte" value="remettre">
            Remettre l’évaluation
          </Button>
          <Button kind="secondary" name="acte" value="enregistrer">
            Enregistrer le brouillon
          </Button>
        </Actions>
      </Form>
    </section>
  );
}

function CriterionFields({ criterion, file, typed = {}, errors = {} }: ScoreProps & { readonly criterion: Criterion }) {
  const given = file.review.scores.find(({ criterionKey }) => criterionKey === criterion.key);
  const [level, comment] = [levelField(criterion.key), commentField(criterion.key)];
  return (
    <>
      <Radios
        name={level}
        label={`${criterion.label} (${criterion.weightPercent} %)`}
        hint={criterion.help}
        value={typed[level] ?? (given?.level === null || given === undefined ? undefined : String(given.level))}
        error={errors[level]}
        options={criterion.levels.map((one, rank) => ({
          value: String(rank),
          label: `${one.label} – ${one.points} point${one.points > 1 ? 's' : ''}`,
          hint: one.anchor,
        }))}
      />
      <TextArea
        name={comment}
        label={`Commentaire : ${criterion.label}`}
        rows={3}
        limit={2000}
        value={typed[comment] ?? given?.comment ?? ''}
        error={errors[comment]}
      />
    </>
  );
}

function OwnScores({ file }: ScoreProps) {
  const total = totalOf(file.grid.criteria, file.review.scores);
  return (
    <section id="grille">
      <h2>Votre évaluation</h2>
      {file.review.submittedAt ? <p>{`Remise le ${parisDateTime(file.review.submittedAt)}.`}</p> : null}
      <Table
        caption={`Notes remises${total === null ? '' : `, total ${percent(total)}`}`}
        columns={[
          { label: 'Critère', header: true, cell: (criterion: Criterion) => criterion.label },
          { label: 'Niveau', cell: (criterion) => levelText(criterion, file.review.scores) },
          {
            label: 'Commentaire',
            cell: ({ key }) => file.review.scores.find(({ criterionKey }) => criterionKey === key)?.comment ?? '',
          },
        ]}
        rows={file.grid.criteria}
      />
      {file.review.opinion ? <p class="text">{file.review.opinion}</p> : null}
    </section>
  );
}

const levelText = (criterion: Criterion, scores: ExpertFile['review']['scores']) => {
  const level = scores.find(({ criterionKey }) => criterionKey === criterion.key)?.level ?? null;
  const found = level === null ? undefined : criterion.levels[level];
  return found ? `${found.label} (${found.points})` : 'non noté';
};

function Others({ file, names }: ScoreProps) {
  if (file.others.length === 0) return <p>Aucun autre expert n’a encore remis son évaluation.</p>;
  return (
    <section>
      <h2>Ce que d’autres experts ont remis</h2>
      <Table
        caption="Niveaux par critère"
        phone="scroll"
        columns={[
          { label: 'Critère', header: true, cell: (criterion: Criterion) => criterion.label },
          ...file.others.map((other) => ({
            label: names.get(other.personId) ?? 'Expert',
            cell: (criterion: Criterion) => levelText(criterion, other.scores),
          })),
        ]}
        rows={file.grid.criteria}
      />
    </section>
  );
}

const Recusal = ({ file, typed = {}, errors = {} }: ScoreProps) => (
  <Details summary="Me récuser" open={'reason' in errors}>
    <p>
      Le dossier vous est retiré aussitôt et pour toujours ; vos notes sortent du calcul et restent dans l’historique.
    </p>
    <Form action={`${expertBase(file)}/recusation`}>
      <TextArea name="reason" label="Motif" rows={2} limit={1000} value={typed.reason} error={errors.reason} />
      <Button kind="warning">Me récuser de ce dossier</Button>
    </Form>
  </Details>
);
