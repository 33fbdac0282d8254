import { plus } from '../../kernel/instant.ts';
import {
  Actions,
  ButtonLink,
  Details,
  EmptyState,
  formatCents,
  Notice,
  Pagination,
  Panel,
  Progress,
  parisDateTime,
  Stat,
  Stats,
  StatusTag,
  Steps,
  SummaryList,
  TabLinks,
  Table,
  TaskList,
  Timeline,
  WhyPanel,
} from '../../ui/index.ts';

const DAY_MS = 24 * 3600 * 1000;

export function PartsPart({ now }: { readonly now: Date }) {
  return (
    <>
      <Notices />
      <h2>Chiffres</h2>
      <Stats>
        <Stat value="100 M€" label="Enveloppe DEFFINUM" note="Instruction du 9 juillet 2021" />
        <Stat value="38,4 M€" label="Engagés" note={`${formatCents(3_840_000_000)} au 20 novembre`} tone="info" />
        <Stat value="61,6 M€" label="Disponibles" tone="success" />
      </Stats>
      <Progress label="Dossier rempli" value={4} max={9} text="4 rubriques sur 9" />
      <h2>Suite d’étapes</h2>
      <Steps
        steps={[
          { label: 'Préparer', state: 'done', href: '#champs' },
          { label: 'Réunir les partenaires', state: 'done' },
          { label: 'Déposer', state: 'current' },
          { label: 'Instruction', state: 'coming' },
        ]}
      />
      <h2>Liste de tâches</h2>
      <TaskList
        label="Rubriques du dossier"
        tasks={[
          { name: 'Le projet', href: '#champs', status: 'Terminé', tone: 'success' },
          {
            name: 'Le consortium',
            href: '#champs',
            hint: 'Un partenaire n’a pas encore signé.',
            status: 'À compléter',
            tone: 'warning',
          },
          { name: 'Le budget', href: '#champs', status: 'Erreur', tone: 'danger' },
          { name: 'Les annexes', href: '#champs', status: 'Pas commencé' },
          {
            name: 'Le dépôt',
            hint: 'S’ouvre quand les rubriques sont terminées.',
            status: 'Pas encore possible',
            tone: 'muted',
          },
        ]}
      />
      <Told now={now} />
    </>
  );
}

function Told({ now }: { readonly now: Date }) {
  const closesAt = plus(now, 3 * DAY_MS);
  return (
    <>
      <h2>Récapitulatif</h2>
      <SummaryList
        lines={[
          { term: 'Titre', value: 'Plateau mobile', change: { href: '#champs', label: 'titre du projet' } },
          {
            term: 'Clôture',
            value: (
              <count-down closes-at={closesAt.toISOString()} server-now={now.toISOString()}>
                {parisDateTime(closesAt)}
              </count-down>
            ),
          },
          {
            term: 'Empreinte',
            value: (
              <>
                <code id="empreinte">9f86d081884c7d65</code>{' '}
                <copy-button target="empreinte" label="Copier l’empreinte" />
              </>
            ),
          },
        ]}
      />
      <h2>Fil du temps</h2>
      <Timeline
        entries={[
          { when: '9 juillet 2021', datetime: '2021-07-09', title: 'Ouverture de l’appel', tone: 'success' },
          {
            when: '15 octobre 2021',
            datetime: '2021-10-15',
            title: 'Clôture de la première vague',
            text: <p>120 dossiers déposés.</p>,
          },
          { when: 'à venir', title: 'Publication des lauréats', tone: 'muted' },
        ]}
      />
      <WhyPanel
        open
        eventNames={{ deposited: 'Dossier déposé' }}
        history={[
          {
            id: '1',
            subjectType: 'application',
            subjectId: '1',
            event: 'deposited',
            authorId: null,
            at: now,
            reason: 'reçu avant la clôture',
            legalBasis: 'CRPA, article L112-3',
          },
        ]}
      />
      <EmptyState
        title="Aucun dossier pour l’instant"
        action={<ButtonLink href="/appels">Voir les appels ouverts</ButtonLink>}
      >
        Vos dossiers paraîtront ici dès que vous en aurez commencé un.
      </EmptyState>
    </>
  );
}

function Notices() {
  return (
    <>
      <h2>Messages</h2>
      <Notice title="L’appel ferme dans trois jours" level={3}>
        <p>Vos brouillons restent modifiables jusqu’à vendredi midi, heure de Paris.</p>
      </Notice>
      <Notice tone="success" title="Dossier déposé" level={3} live>
        <p>Votre récépissé est prêt. Il vous est aussi envoyé par courrier électronique.</p>
      </Notice>
      <Notice tone="warning" title="Budget déséquilibré" level={3}>
        <p>Il manque 12 400 € de ressources.</p>
      </Notice>
      <Notice tone="danger" title="L’appel est clos" level={3}>
        <p>
          Votre brouillon est conservé. <a href="#champs">Le télécharger</a>
        </p>
      </Notice>
      <p>
        <StatusTag>Neutre</StatusTag> <StatusTag tone="info">En cours</StatusTag>{' '}
        <StatusTag tone="success">Terminé</StatusTag> <StatusTag tone="warning">À compléter</StatusTag>{' '}
        <StatusTag tone="danger">Refusé</StatusTag> <StatusTag tone="muted">Fermé</StatusTag>
      </p>
      <Panel title="Encadré" level={3}>
        <p>Une chose à part, dite calmement.</p>
        <Actions>
          <ButtonLink href="#champs" kind="secondary">
            Commencer un dossier
          </ButtonLink>
        </Actions>
      </Panel>
      <Details summary="Pourquoi cette question ?">
        <p>La règle d’aide dépend de la taille de chaque partenaire.</p>
      </Details>
    </>
  );
}

const PARTNERS = [
  { name: 'CFA des métiers de la mer', role: 'Chef de file', cents: 84_000_000, rate: '70 %', status: 'Signé' },
  { name: 'Fablab du port', role: 'Partenaire', cents: 21_050_050, rate: '50 %', status: 'Invité' },
];

export function TablesPart() {
  const columns = [
    { label: 'Structure', header: true, cell: (row: (typeof PARTNERS)[number]) => row.name },
    { label: 'Rôle', cell: (row: (typeof PARTNERS)[number]) => row.role },
    { label: 'Assiette', numeric: true, cell: (row: (typeof PARTNERS)[number]) => formatCents(row.cents) },
    { label: 'Taux', numeric: true, cell: (row: (typeof PARTNERS)[number]) => row.rate },
    {
      label: 'État',
      cell: (row: (typeof PARTNERS)[number]) => (
        <StatusTag tone={row.status === 'Signé' ? 'success' : 'muted'}>{row.status}</StatusTag>
      ),
    },
  ];
  return (
    <>
      <h2>Tableaux</h2>
      <TabLinks
        label="Filtrer les dossiers"
        links={[
          { href: '/demo/composants', label: 'Tous', current: true, badge: '12' },
          { href: '/demo/composants?etat=depose', label: 'Déposés', current: false, badge: '3' },
        ]}
      />
      <Table
        caption="Partenaires du projet"
        columns={columns}
        rows={PARTNERS}
        footer={['Total', '', formatCents(105_050_050), '', '']}
      />
      <Table caption="Partenaires, en matrice" columns={columns} rows={PARTNERS} phone="scroll" />
      <Table caption="Annexes" columns={columns} rows={[]} empty="Aucune annexe n’est jointe." />
      <Pagination page={4} pages={12} hrefOf={(page) => `/demo/composants?page=${page}`} />
    </>
  );
}
