import { arkPath, type Published } from '../../commons/index.ts';
import { coursePath } from '../../player/index.ts';
import {
  Button,
  EmptyState,
  Form,
  formatBytes,
  formatPercent,
  Hidden,
  Notice,
  Page,
  PageHead,
  Progress as ProgressBar,
  StatusTag,
  Table,
  type View,
} from '../../ui/index.ts';
import { STANDING_LABELS, STANDING_TONES } from '../messages.ts';
import { type Course, type Progress, unitsOf, wordingText } from '../model/course.ts';
import { type CourseLine, linesOf } from '../model/standing.ts';

export interface Common {
  readonly view: View;
  readonly authority: string;
  readonly opened: Published;
}

export interface CourseProps extends Common {
  /** `null`: nobody of this organisation opened it yet. */
  readonly structure: Course | null;
  readonly progress: Progress;
  /** Name of the organisation whose store keeps the traces. */
  readonly keeper: string;
  readonly problem: { readonly title: string; readonly text: string } | null;
}

export const resourcePath = ({ authority, opened }: Common) =>
  `${arkPath(authority, opened.arkName)}?version=${opened.version.number}`;
const pathOf = ({ authority, opened }: Common) => coursePath(authority, opened.arkName, opened.version.number);

/** Where the learner stands in a course, and the way into each of its units. */
export function CoursePage(props: CourseProps) {
  const { view, opened, structure, progress, problem } = props;
  const { description } = opened;
  return (
    <Page
      view={view}
      title={description.title}
      breadcrumbs={[
        { href: '/communs', label: 'Communs' },
        { href: resourcePath(props), label: description.title },
      ]}
    >
      <PageHead title={description.title}>
        {progress.course && structure && unitsOf(structure).length > 0 ? (
          <p>
            <StatusTag tone="success">Cours terminé</StatusTag>
          </p>
        ) : null}
      </PageHead>
      {problem ? (
        <Notice tone="danger" title={problem.title}>
          <p>{problem.text}</p>
        </Notice>
      ) : null}
      {description.safety === '' ? null : (
        <Notice tone="warning" title="Avant de commencer">
          <p>{description.safety}</p>
        </Notice>
      )}
      {view.viewer === null ? <SignIn {...props} /> : <Way {...props} />}
      <p class="text">{description.accessibility}</p>
    </Page>
  );
}

const SignIn = (props: CourseProps) => (
  <Notice>
    <p>
      Un cours garde où vous en êtes :{' '}
      <a href={`/connexion?${new URLSearchParams({ retour: pathOf(props) })}`}>connectez-vous pour le suivre</a>.
    </p>
  </Notice>
);

const Way = (props: CourseProps) =>
  props.structure ? <Standing {...props} structure={props.structure} /> : <First {...props} />;

/** Nothing was opened yet: the first unit opens the course. */
const First = (props: CourseProps) => (
  <>
    <EmptyState title="Vous n’avez pas encore commencé">
      <p>{`Le cours pèse ${formatBytes(props.opened.version.sizeBytes)} au plus ; chaque page n’est chargée que lorsque vous l’ouvrez.`}</p>
    </EmptyState>
    <p>{kept(props)}</p>
    <Open action={pathOf(props)} rank={0} label="Commencer le cours" />
  </>
);

const kept = ({ keeper }: CourseProps) => `Ce que vous faites dans ce cours est gardé dans les traces de ${keeper}.`;

function Standing(props: CourseProps & { readonly structure: Course }) {
  const { structure, progress } = props;
  const lines = linesOf(structure, progress);
  const done = lines.filter((one) => one.kind === 'unit' && one.satisfied).length;
  return (
    <>
      <ProgressBar label="Unités terminées" value={done} max={unitsOf(structure).length} />
      <Table
        caption="Les unités du cours, et où vous en êtes"
        captionHidden
        columns={[
          { label: 'Unité', header: true, cell: titleOf },
          { label: 'Où vous en êtes', cell: (line) => <State line={line} /> },
          { label: 'Score', numeric: true, cell: scoreOf },
          { label: 'Ouvrir', cell: (line) => <OpenLine line={line} action={pathOf(props)} /> },
        ]}
        rows={lines}
      />
      <p>
        {kept(props)} <a href="/compte/traces">Les voir</a>
      </p>
    </>
  );
}

/** As many dashes as blocks hold it: the order and the depth are read aloud too. */
const titleOf = (line: CourseLine) => {
  const dashes = '– '.repeat(line.depth);
  return line.kind === 'block' ? (
    <strong>{dashes + wordingText(line.block.title)}</strong>
  ) : (
    dashes + wordingText(line.unit.title)
  );
};

const scoreOf = (line: CourseLine) =>
  line.kind === 'unit' && line.score !== null ? formatPercent(Math.round(line.score * 100)) : '';

function State({ line }: { readonly line: CourseLine }) {
  if (line.kind === 'block') return line.satisfied ? <StatusTag tone="success">Terminé</StatusTag> : null;
  return <StatusTag tone={STANDING_TONES[line.standing]}>{STANDING_LABELS[line.standing]}</StatusTag>;
}

function OpenLine({ line, action }: { readonly line: CourseLine; readonly action: string }) {
  if (line.kind === 'block') return null;
  const again = line.standing !== 'not-begun';
  const label = again ? 'Rouvrir' : 'Ouvrir';
  return <Open {...{ action, label, again }} rank={line.unit.index} about={wordingText(line.unit.title)} />;
}

interface OpenProps {
  readonly action: string;
  readonly rank: number;
  readonly label: string;
  /** What tells this button from the others, to who hears it. */
  readonly about?: string;
  /** It was opened before: what is left to do stands out. */
  readonly again?: boolean;
}

const Open = ({ action, rank, label, about, again = false }: OpenProps) => (
  <Form action={action}>
    <Hidden name="unite" value={String(rank)} />
    <Button kind={again ? 'secondary' : 'primary'}>
      {label}
      {about ? <span class="sr-only">{` : ${about}`}</span> : null}
    </Button>
  </Form>
);
