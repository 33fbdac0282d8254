import {
  Actions,
  Button,
  ButtonLink,
  ConfirmForm,
  count,
  Form,
  Hidden,
  Notice,
  Page,
  PageHead,
  parisDate,
  parisDateTime,
  Said,
  StatusTag,
  Table,
  type View,
} from '../../ui/index.ts';
import { launchText, outsideText } from '../messages.ts';
import type { Platform, Queue } from '../model/platform.ts';
import type { Member } from '../services.ts';

export const platformsPath = (organisationId: string) => `/compte/organisations/${organisationId}/plateformes`;

interface Seen {
  readonly view: View;
  readonly organisation: { readonly id: string; readonly name: string };
}

const crumbsOf = ({ id, name }: Seen['organisation'], inside = false) => [
  { href: '/compte/organisations', label: 'Mes organismes' },
  { href: `/compte/organisations/${id}/equipe`, label: name },
  ...(inside ? [{ href: platformsPath(id), label: 'Plateformes' }] : []),
];

interface PlatformsProps extends Seen {
  readonly platforms: readonly Platform[];
  readonly queues: ReadonlyMap<string, Queue>;
  readonly told?: string | undefined;
}

export function PlatformsPage({ view, organisation, platforms, queues, told }: PlatformsProps) {
  const path = platformsPath(organisation.id);
  return (
    <Page view={view} title={`Plateformes : ${organisation.name}`} layout="wide" breadcrumbs={crumbsOf(organisation)}>
      <PageHead
        title="Plateformes de formation"
        kicker={organisation.name}
        lead="Une plateforme enregistrée par LTI 1.3 (Moodle et d’autres) ouvre les communs depuis ses cours et reçoit les scores."
      />
      <Said told={told} errors={{}} />
      <Table
        caption="Plateformes de l’organisme"
        columns={[
          { label: 'Plateforme', header: true, cell: (one: Platform) => one.name },
          { label: 'Enregistrée le', cell: (one: Platform) => parisDate(one.createdAt) },
          {
            label: 'Dernière ouverture',
            cell: (one: Platform) => (one.lastLaunchAt ? parisDateTime(one.lastLaunchAt) : 'Aucune'),
          },
          { label: 'Dernier refus', cell: (one: Platform) => <LastError platform={one} /> },
          { label: 'Scores', cell: (one: Platform) => <Scores queue={queues.get(one.id)} /> },
          {
            label: 'État',
            cell: (one: Platform) =>
              one.revokedAt ? (
                <StatusTag tone="neutral">{`Révoquée le ${parisDate(one.revokedAt)}`}</StatusTag>
              ) : (
                <StatusTag tone="success">En service</StatusTag>
              ),
          },
          {
            label: 'Action',
            cell: (one: Platform) => (one.revokedAt ? '–' : <PlatformActions one={one} path={path} />),
          },
        ]}
        rows={platforms}
        empty="Aucune plateforme : faites un lien et collez-le dans la vôtre."
      />
      <h2>Enregistrer une plateforme</h2>
      <p class="text">
        Le lien sert une fois, pendant 24 heures. L’administrateur de la plateforme le colle là où elle demande
        l’adresse d’enregistrement d’un outil.
      </p>
      <Form action={`${path}/lien`}>
        <Actions>
          <Button>Faire un lien d’enregistrement</Button>
        </Actions>
      </Form>
    </Page>
  );
}

const LastError = ({ platform: { lastError, lastErrorAt } }: { readonly platform: Platform }) =>
  lastError === null || lastErrorAt === null ? <>Aucun</> : `${launchText(lastError)} (${parisDateTime(lastErrorAt)})`;

function Scores({ queue }: { readonly queue: Queue | undefined }) {
  if (!queue) return <>Aucun</>;
  const { sent, waiting, lastError } = queue;
  const why = waiting > 0 && lastError ? ` : ${outsideText(lastError)}` : '';
  return <>{`${count(sent, 'envoyé')}, ${waiting} en attente${why}`}</>;
}

const PlatformActions = ({ one, path }: { readonly one: Platform; readonly path: string }) => (
  <span>
    <a href={`${path}/${one.id}/groupes`}>
      Groupes<span class="sr-only">{` : ${one.name}`}</span>
    </a>{' '}
    ou{' '}
    <a href={`${path}/${one.id}/revoquer`}>
      révoquer<span class="sr-only">{` : ${one.name}`}</span>
    </a>
  </span>
);

export const LinkPage = ({ view, organisation, href }: Seen & { readonly href: string }) => (
  <Page view={view} title="Lien d’enregistrement" islands={['copy-button']} breadcrumbs={crumbsOf(organisation, true)}>
    <PageHead title="Lien d’enregistrement" kicker={organisation.name} />
    <Notice tone="warning" title="Copiez ce lien maintenant" live>
      <p>Il n’est affiché qu’une fois, sert une fois, et pendant 24 heures.</p>
    </Notice>
    <p class="text">
      <code id="lien">{href}</code>
    </p>
    <Actions>
      <copy-button target="lien" label="Copier le lien" />
      <ButtonLink href={platformsPath(organisation.id)}>J’ai copié le lien</ButtonLink>
    </Actions>
  </Page>
);

export const RevokePage = ({ view, organisation, platform }: Seen & { readonly platform: Platform }) => (
  <Page view={view} title={`Révoquer « ${platform.name} »`} breadcrumbs={crumbsOf(organisation, true)}>
    <PageHead title={`Révoquer « ${platform.name} »`} />
    <ConfirmForm
      action={`${platformsPath(organisation.id)}/${platform.id}/revoquer`}
      consequence="Plus rien ne s’ouvre depuis cette plateforme, les séances en cours se ferment et aucun score ne part plus. C’est sans retour : il faudrait un nouvel enregistrement chez elle."
      confirm="Révoquer la plateforme"
      kind="warning"
      cancelHref={platformsPath(organisation.id)}
    />
  </Page>
);

interface RosterProps extends Seen {
  readonly platform: Platform;
  readonly groups: readonly string[];
  readonly read: {
    readonly group: string;
    readonly members: readonly Member[];
    readonly known: ReadonlySet<string>;
  } | null;
  /** Why the platform did not answer. */
  readonly error: string | null;
}

export function RosterPage({ view, organisation, platform, groups, read, error }: RosterProps) {
  return (
    <Page view={view} title={`Groupes de ${platform.name}`} breadcrumbs={crumbsOf(organisation, true)}>
      <PageHead
        title={`Groupes de ${platform.name}`}
        lead="La liste est lue chez la plateforme à votre demande et n’est pas gardée ici. Les personnes y portent leur identifiant chez elle."
      />
      {error === null ? null : (
        <Notice tone="warning" title="La liste n’a pas pu être lue" live>
          <p>{outsideText(error)}</p>
        </Notice>
      )}
      {read ? <Members {...read} /> : null}
      {groups.length === 0 ? (
        <p class="text">Aucun groupe n’a encore ouvert de ressource en donnant accès à sa liste.</p>
      ) : null}
      {groups.map((group) => (
        <Form action={`${platformsPath(organisation.id)}/${platform.id}/groupes`} scope={group}>
          <Hidden name="groupe" value={group} />
          <Button kind="secondary">{`Lire la liste du groupe ${group}`}</Button>
        </Form>
      ))}
    </Page>
  );
}

const Members = ({ group, members, known }: NonNullable<RosterProps['read']>) => (
  <Table
    caption={`Groupe ${group} : ${count(members.length, 'personne')}`}
    columns={[
      { label: 'Identifiant', header: true, cell: (one: Member) => <code>{one.subject}</code> },
      { label: 'Rôles', cell: (one: Member) => one.roles.map((role) => role.split('#').at(-1)).join(', ') },
      { label: 'Inscription', cell: (one: Member) => (one.active ? 'Active' : 'Suspendue') },
      { label: 'A ouvert une ressource', cell: (one: Member) => (known.has(one.subject) ? 'Oui' : 'Non') },
    ]}
    rows={members}
    empty="La liste est vide."
  />
);
