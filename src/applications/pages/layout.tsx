import type { Child } from 'hono/jsx';
import type { Instant } from '../../kernel/instant.ts';
import { Notice, Page, PageHead, parisDateTime, StatusTag, TabLinks, type View } from '../../ui/index.ts';
import type { ApplicationState } from '../model/application.ts';
import type { Dossier } from '../model/dossier.ts';

/** What a person must know of a file; a reopened one has a deposit that stands, and changes that are not in it. */
type Standing = ApplicationState | 'reopened';
interface Stated {
  readonly state: ApplicationState;
  readonly lastDepositedAt: Instant | null;
}

const STATE_LABELS: Readonly<Record<Standing, string>> = {
  draft: 'Pas encore déposé',
  reopened: 'Déposé, rouvert pour modification',
  deposited: 'Déposé',
  withdrawn: 'Retiré',
};
const STATE_TONES = { draft: 'warning', reopened: 'info', deposited: 'success', withdrawn: 'muted' } as const;

const standingOf = ({ state, lastDepositedAt }: Stated): Standing =>
  state === 'draft' && lastDepositedAt !== null ? 'reopened' : state;

export function StateTag({ of }: { readonly of: Stated }) {
  const standing = standingOf(of);
  return <StatusTag tone={STATE_TONES[standing]}>{STATE_LABELS[standing]}</StatusTag>;
}

export interface FrameProps {
  readonly view: View;
  readonly dossier: Dossier;
  readonly now: Date;
  readonly title: string;
  readonly invalid?: boolean;
  readonly islands?: readonly string[];
  readonly notice?: string | undefined;
  readonly children?: Child;
}

const TABS = [
  ['', 'Vue d’ensemble'],
  ['/consortium', 'Consortium'],
  ['/budget', 'Budget'],
  ['/declarations', 'Déclarations'],
  ['/historique', 'Historique'],
] as const;

/** The frame of every page of a file: where one is, whether it is deposited, until when. */
export function DossierPage(props: FrameProps) {
  const { view, dossier, now, title, invalid = false, islands = [], notice, children } = props;
  const base = `/dossiers/${dossier.application.id}`;
  const path = view.path.split('?')[0];
  return (
    <Page
      view={view}
      title={title}
      invalid={invalid}
      islands={['count-down', ...islands]}
      layout="wide"
      breadcrumbs={[
        { href: '/dossiers', label: 'Mes dossiers' },
        { href: base, label: dossier.application.title },
      ]}
    >
      <PageHead kicker={`${dossier.call.content.acronym} – ${dossier.wave.name}`} title={title}>
        <p class="standing">
          <StateTag of={dossier.application} /> <Deadline dossier={dossier} now={now} />
        </p>
      </PageHead>
      <TabLinks
        label="Le dossier"
        links={TABS.map(([end, label]) => ({ href: base + end, label, current: path === base + end }))}
      />
      {notice ? (
        <Notice tone="success" live>
          <p>{notice}</p>
        </Notice>
      ) : null}
      {dossier.openConflicts > 0 ? (
        <Notice tone="warning" title="Deux versions d’une même réponse">
          <p>
            Deux personnes ont écrit au même endroit. Rien n’est perdu :{' '}
            <a href={`${base}/conflits`}>choisissez la version à garder</a>.
          </p>
        </Notice>
      ) : null}
      {children}
    </Page>
  );
}

function Deadline({ dossier: { wave }, now }: { readonly dossier: Dossier; readonly now: Date }) {
  return (
    <span>
      {now < wave.closesAt ? 'Dépôt jusqu’au ' : 'Dépôts clos depuis le '}
      <strong>{parisDateTime(wave.closesAt)}</strong>
      {now < wave.closesAt ? (
        <count-down closes-at={wave.closesAt.toISOString()} server-now={now.toISOString()} />
      ) : null}
    </span>
  );
}
