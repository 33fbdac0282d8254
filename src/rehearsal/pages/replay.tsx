import { count, formatCents, Notice, Page, PageHead, StatusTag, Table, type Tone, type View } from '../../ui/index.ts';
import { ACT_WORDS } from '../messages.ts';
import { ACTS } from '../model/act.ts';
import { KNOWN_PROJECTS, type KnownProject } from '../model/known.ts';
import type { Standing } from '../model/standing.ts';

/** Published figures of the real call, beside which the replay is read. */
const PUBLISHED = { deposited: 120, eligible: 111, retained: 62, redirected: 12 };

/** @param waves those replayed, the first one first */
export function ReplayPage({ view, waves }: { readonly view: View; readonly waves: readonly Standing[] }) {
  const sum = (of: (wave: Standing) => number) => waves.reduce((total, wave) => total + of(wave), 0);
  return (
    <Page view={view} title="Le rejeu des vagues passées" layout="wide" islands={['live']}>
      <PageHead
        title="Le rejeu des vagues passées"
        kicker="Démonstration"
        lead="Les trois vagues de l’appel DEFFINUM sont rejouées avec des projets fictifs, aux dates et avec les nombres publiés de l’appel réel : récépissés, décisions, conventions et paiements suivent les mêmes règles que les vôtres."
      />
      <live-part id="rejeu" url={view.path} every="10">
        <Table
          caption="Où en est le rejeu"
          columns={[
            { label: 'Vague', header: true, cell: (wave: Standing) => wave.name },
            { label: 'Déposés', numeric: true, cell: ({ deposited }) => deposited },
            { label: 'Éligibles', numeric: true, cell: ({ eligible }) => eligible },
            { label: 'Retenus', numeric: true, cell: ({ retained, redirected }) => retained + redirected },
            { label: 'dont réorientés', numeric: true, cell: ({ redirected }) => redirected },
            { label: 'Engagé', numeric: true, cell: (wave) => formatCents(committed(wave)) },
            { label: 'Payé', numeric: true, cell: ({ money }) => formatCents(money?.paidCents ?? 0) },
            { label: 'État', cell: (wave) => <State wave={wave} /> },
          ]}
          rows={waves}
          footer={[
            'Ensemble',
            sum(({ deposited }) => deposited),
            sum(({ eligible }) => eligible),
            sum(({ retained, redirected }) => retained + redirected),
            sum(({ redirected }) => redirected),
            formatCents(sum(committed)),
            formatCents(sum(({ money }) => money?.paidCents ?? 0)),
            '',
          ]}
          empty="Le rejeu commence quelques secondes après l’ouverture de la démonstration et dure quelques minutes. Rechargez cette page."
        />
      </live-part>
      <p>
        Nombres publiés de l’appel réel : {PUBLISHED.deposited} déposés, {PUBLISHED.eligible} éligibles,{' '}
        {PUBLISHED.retained} retenus, dont {PUBLISHED.redirected} réorientés vers un autre dispositif.
      </p>
      <h2>Les projets réels connus par leurs sources</h2>
      <Notice>
        <p>
          Ces lignes sont des faits publiés : rien d’autre du rejeu ne les concerne. Ce que la source ne dit pas n’est
          pas complété.
        </p>
      </Notice>
      <KnownTable />
    </Page>
  );
}

const committed = ({ money }: Standing): number =>
  money ? money.committedCents + money.certifiedCents + money.paidCents : 0;

function State({ wave: { plays } }: { readonly wave: Standing }) {
  const [tone, words] = stateOf(plays);
  return <StatusTag tone={tone}>{words}</StatusTag>;
}

function stateOf(plays: Standing['plays']): [Tone, string] {
  const playing = plays.find(({ finishedAt }) => finishedAt === null);
  if (playing) return ['info', `${ACT_WORDS[playing.act].short}, ${playing.done} sur ${playing.total}`];
  if (plays.some(({ refusal }) => refusal !== null)) return ['danger', 'Interrompu'];
  const done = plays.filter(({ finishedAt }) => finishedAt !== null).length;
  return done === ACTS.length ? ['success', 'Rejouée'] : ['muted', `${count(done, 'étape')} sur ${ACTS.length}`];
}

const KnownTable = () => (
  <Table
    caption="Projets cités par la presse et par leurs porteurs"
    captionHidden
    columns={[
      { label: 'Projet', header: true, cell: ({ name }: KnownProject) => name },
      { label: 'Porteur', cell: ({ lead }) => lead },
      { label: 'Budget', numeric: true, cell: ({ budgetCents }) => amount(budgetCents) },
      { label: 'Aide', numeric: true, cell: ({ grantCents }) => amount(grantCents) },
      { label: 'Ce que dit la source', cell: ({ note }) => note },
      { label: 'Source', cell: ({ source, publisher }) => <a href={source}>{publisher}</a> },
    ]}
    rows={KNOWN_PROJECTS}
  />
);

const amount = (cents: number | null) => (cents === null ? 'non donné' : formatCents(cents));
