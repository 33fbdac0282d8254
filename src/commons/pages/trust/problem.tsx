import {
  Actions,
  type Answered,
  Button,
  EmptyState,
  Form,
  Notice,
  Page,
  PageHead,
  parisDate,
  parisDateTime,
  Radios,
  Said,
  StatusTag,
  SummaryList,
  Table,
  TextArea,
  TextField,
  type View,
} from '../../../ui/index.ts';
import { OUTCOME_LABELS, PROBLEM_LABELS, problemPath } from '../../messages/trust.ts';
import { ANSWER_DAYS, isLate, OUTCOMES, PROBLEM_KINDS, type Problem, type TitledProblem } from '../../model/problem.ts';
import { CATALOGUE_PATH } from '../parts.tsx';

export interface ReportProblemProps extends Answered {
  readonly view: View;
  readonly title: string;
  /** Page of the resource. */
  readonly path: string;
}

const isInvalid = ({ errors = {} }: Answered) => Object.keys(errors).length > 0;

/** Anybody may say what is wrong; nobody's address is shown for it. */
export function ReportProblemPage(props: ReportProblemProps) {
  const { view, title, path, typed = {}, errors = {} } = props;
  return (
    <Page
      view={view}
      title="Signaler un problème"
      islands={['forms']}
      invalid={isInvalid(props)}
      breadcrumbs={[
        { href: CATALOGUE_PATH, label: 'Communs' },
        { href: path, label: title },
      ]}
    >
      <Said {...props} />
      <PageHead kicker={title} title="Signaler un problème">
        <p>
          {`Votre message part à l’organisme qui entretient la ressource, qui doit répondre sous ${ANSWER_DAYS} jours. L’équipe du programme le voit aussi.`}
        </p>
      </PageHead>
      <Form action={`${path}/signaler`}>
        <Radios
          name="kind"
          label="Ce qui ne va pas"
          options={PROBLEM_KINDS.map((value) => ({ value, label: PROBLEM_LABELS[value] }))}
          value={typed.kind}
          error={errors.kind}
        />
        <TextArea
          name="words"
          label="Dites-le en quelques phrases"
          hint="Où dans la ressource, avec quel appareil ou quel navigateur. N’écrivez pas le nom d’un apprenant."
          value={typed.words}
          error={errors.words}
        />
        {view.viewer ? (
          <p>La réponse ira à l’adresse de votre compte.</p>
        ) : (
          <TextField
            name="email"
            label="Votre adresse électronique"
            hint="Pour recevoir la réponse. Elle n’est montrée à personne."
            optional
            autocomplete="email"
            value={typed.email}
            error={errors.email}
          />
        )}
        <Actions>
          <Button>Envoyer le signalement</Button>
          <a href={path}>Revenir à la ressource</a>
        </Actions>
      </Form>
    </Page>
  );
}

export const ProblemTag = ({ problem, at }: { readonly problem: Problem; readonly at: Date }) =>
  problem.outcome ? (
    <StatusTag tone="success">{OUTCOME_LABELS[problem.outcome]}</StatusTag>
  ) : (
    <StatusTag tone={isLate(problem, at) ? 'danger' : 'warning'}>
      {isLate(problem, at) ? 'En retard' : 'Attend une réponse'}
    </StatusTag>
  );

export interface ProblemListProps {
  readonly problems: readonly TitledProblem[];
  readonly caption: string;
  readonly empty: string;
  readonly at: Date;
}

export const ProblemList = ({ problems, caption, empty, at }: ProblemListProps) =>
  problems.length === 0 ? (
    <EmptyState title="Aucun signalement">{empty}</EmptyState>
  ) : (
    <Table
      caption={caption}
      captionHidden
      columns={[
        {
          label: 'Ressource',
          header: true,
          cell: ({ id, title, version }) => <a href={problemPath(id)}>{`${title}, version ${version}`}</a>,
        },
        { label: 'Nature', cell: ({ kind }) => PROBLEM_LABELS[kind] },
        { label: 'Reçu le', cell: ({ reportedAt }) => parisDate(reportedAt) },
        { label: 'Suite', cell: (problem) => <ProblemTag problem={problem} at={at} /> },
      ]}
      rows={problems}
    />
  );

export interface ProblemProps extends Answered {
  readonly view: View;
  readonly problem: TitledProblem;
  readonly mayAnswer: boolean;
  /** Page of the resource. */
  readonly path: string;
  readonly at: Date;
}

export function ProblemPage(props: ProblemProps) {
  const { view, problem, mayAnswer, path, at } = props;
  return (
    <Page
      view={view}
      title={`Signalement : ${problem.title}`}
      islands={['forms']}
      invalid={isInvalid(props)}
      breadcrumbs={[
        { href: CATALOGUE_PATH, label: 'Communs' },
        { href: path, label: problem.title },
      ]}
    >
      <Said {...props} />
      <PageHead kicker="Signalement" title={problem.title}>
        <ProblemTag problem={problem} at={at} />
      </PageHead>
      <SummaryList
        lines={[
          { term: 'Nature', value: PROBLEM_LABELS[problem.kind] },
          { term: 'Version', value: String(problem.version) },
          { term: 'Reçu le', value: parisDateTime(problem.reportedAt) },
        ]}
      />
      <p class="text">{problem.words}</p>
      {problem.answeredAt ? (
        <Notice tone="success" title={`Réponse du ${parisDate(problem.answeredAt)}`}>
          <p class="text">{problem.answer}</p>
        </Notice>
      ) : null}
      {problem.answeredAt === null && mayAnswer ? <AnswerForm {...props} /> : null}
      {problem.answeredAt === null && !mayAnswer ? (
        <p>L’organisme qui entretient la ressource est prévenu. Sa réponse vous sera envoyée et restera ici.</p>
      ) : null}
    </Page>
  );
}

const AnswerForm = ({ problem, typed = {}, errors = {} }: ProblemProps) => (
  <section>
    <h2>Répondre</h2>
    <Form action={`${problemPath(problem.id)}/reponse`}>
      <Radios
        name="outcome"
        label="Suite donnée"
        options={OUTCOMES.map((value) => ({ value, label: OUTCOME_LABELS[value] }))}
        value={typed.outcome}
        error={errors.outcome}
      />
      <TextArea
        name="answer"
        label="Votre réponse"
        hint={
          problem.reporterId === null && problem.reporterEmail === null
            ? 'La personne n’a pas laissé d’adresse : la réponse reste ici.'
            : 'Elle est envoyée telle quelle à la personne.'
        }
        value={typed.answer}
        error={errors.answer}
      />
      <Button>Envoyer la réponse</Button>
    </Form>
  </section>
);
