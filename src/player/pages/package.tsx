import { arkPath, type Published, type Unit } from '../../commons/index.ts';
import {
  Actions,
  Button,
  ButtonLink,
  count,
  Form,
  formatBytes,
  Hidden,
  Notice,
  Page,
  PageHead,
  parisDateTime,
  type SummaryLine,
  SummaryList,
  type View,
} from '../../ui/index.ts';
import type { AttemptRow } from '../model/attempt.ts';
import { PlayerStage } from './stage.tsx';

export interface PackageProps {
  readonly view: View;
  readonly authority: string;
  readonly opened: Published;
  readonly units: readonly Unit[];
  readonly unit: number;
  readonly attempt: AttemptRow | null;
  /** `null`: the person chooses first. */
  readonly playing: Playing | null;
  /** Why nothing is saved here. */
  readonly refusal: { readonly title: string; readonly text: string } | null;
}

export interface Playing {
  /** On the origin of packages. */
  readonly src: string;
  readonly state: string;
  /** Where the tab saves; `null`: nothing is saved. */
  readonly save: { readonly path: string; readonly holder: string; readonly sequence: number } | null;
}

/** A package, played on its own origin; before that, where the learner stands, and what opening weighs. */
export function PackagePage(props: PackageProps) {
  const { view, authority, opened, playing, refusal } = props;
  const { description, version } = opened;
  const resource = `${arkPath(authority, opened.arkName)}?version=${version.number}`;
  return (
    <Page
      view={view}
      title={description.title}
      islands={playing ? ['package'] : []}
      breadcrumbs={[
        { href: '/communs', label: 'Communs' },
        { href: resource, label: description.title },
      ]}
      layout="wide"
    >
      <PageHead title={description.title} />
      {description.safety === '' ? null : (
        <Notice tone="warning" title="Avant de commencer">
          <p>{description.safety}</p>
        </Notice>
      )}
      {refusal ? (
        <Notice tone="warning" title={refusal.title}>
          <p>{refusal.text}</p>
        </Notice>
      ) : null}
      {playing ? <Player {...props} playing={playing} /> : <Before {...props} />}
      <p class="text">{description.accessibility}</p>
    </Page>
  );
}

const isScorm = ({ report }: Published) => report.kind.startsWith('scorm-');

function Player({ view, opened, units, unit, playing }: PackageProps & { readonly playing: Playing }) {
  const { save } = playing;
  const saves = save ? { commit: save.path, holder: save.holder, sequence: String(save.sequence) } : {};
  return (
    <>
      {save ? null : <NotSaved view={view} opened={opened} />}
      <PlayerStage
        title={units[unit]?.title ?? opened.description.title}
        player={{ src: playing.src, state: playing.state, ...saves }}
      />
    </>
  );
}

const NotSaved = ({ view, opened }: { readonly view: View; readonly opened: Published }) => (
  <Notice>
    <p>
      {isScorm(opened)
        ? 'Rien de ce que vous faites ici n’est enregistré.'
        : 'Cette ressource n’enregistre pas d’avancement ici.'}{' '}
      {isScorm(opened) && view.viewer === null ? (
        <a href={`/connexion?${new URLSearchParams({ retour: view.path.replace(/[?&]essai=1/, '') })}`}>
          Connectez-vous pour garder votre avancement.
        </a>
      ) : null}
    </p>
  </Notice>
);

function Before({ view, authority, opened, units, unit, attempt, refusal }: PackageProps) {
  const action = `${arkPath(authority, opened.arkName)}/ouvrir?version=${opened.version.number}&unite=${unit}`;
  const weight = formatBytes(opened.version.sizeBytes);
  return (
    <>
      <Units {...{ authority, opened, units, unit }} />
      {attempt ? <SummaryList lines={standing(attempt)} /> : null}
      {view.viewer ? (
        <Form action={action}>
          {refusal ? <Hidden name="ici" value="1" /> : null}
          <Button>{`${label(attempt, refusal !== null)} (${weight} au plus)`}</Button>
        </Form>
      ) : (
        <>
          <p class="text">Vous n’êtes pas connecté : rien ne sera enregistré.</p>
          <Actions>
            <ButtonLink href={`${action}&essai=1`}>{`Ouvrir sans enregistrer (${weight} au plus)`}</ButtonLink>
            <a href={`/connexion?${new URLSearchParams({ retour: action })}`}>
              Me connecter pour garder mon avancement
            </a>
          </Actions>
        </>
      )}
    </>
  );
}

const label = (attempt: AttemptRow | null, isHeld: boolean) =>
  isHeld ? 'Continuer ici' : attempt?.savedAt ? 'Reprendre' : 'Commencer';

function standing({ completed, passed, scorePercent, savedAt, pastSeconds }: AttemptRow): SummaryLine[] {
  if (savedAt === null) return [];
  const state = passed === true ? 'Réussi' : passed === false ? 'Non réussi' : completed ? 'Terminé' : 'En cours';
  const minutes = Math.round(pastSeconds / 60);
  return [
    { term: 'Où vous en êtes', value: state },
    ...(scorePercent === null ? [] : [{ term: 'Score', value: `${scorePercent} %` }]),
    ...(minutes === 0 ? [] : [{ term: 'Temps passé', value: count(minutes, 'minute') }]),
    { term: 'Enregistré', value: parisDateTime(savedAt) },
  ];
}

type UnitsProps = Pick<PackageProps, 'authority' | 'opened' | 'units' | 'unit'>;

const Units = ({ authority, opened, units, unit }: UnitsProps) =>
  units.length < 2 ? null : (
    <>
      <h2>Les parties</h2>
      <ol>
        {units.map((one, rank) => (
          <li>
            <a
              href={`${arkPath(authority, opened.arkName)}/ouvrir?version=${opened.version.number}&unite=${rank}`}
              {...(rank === unit ? { 'aria-current': 'true' } : {})}
            >
              {one.title}
            </a>
          </li>
        ))}
      </ol>
    </>
  );
