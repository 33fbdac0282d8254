import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Checkboxes,
  ConfirmForm,
  Form,
  Notice,
  Page,
  PageHead,
  parisDate,
  Said,
  StatusTag,
  SummaryList,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { SCOPE_CHOICES, SCOPE_LABELS } from '../messages/keys.ts';
import type { Scope } from '../model/scopes.ts';

/** A key, as its organisation sees it. */
export interface KeyLine {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Not declared yet: both `null`. */
  readonly purpose: string | null;
  readonly retentionMonths: number | null;
  readonly createdAt: Date;
  readonly rotatedAt: Date | null;
  readonly revokedAt: Date | null;
}

interface KeysPageProps {
  readonly view: View;
  readonly organisation: { readonly id: string; readonly name: string };
  readonly keys: readonly KeyLine[];
  /** Address that tools are given. */
  readonly endpoint: string;
  readonly told?: string | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: { readonly name: string; readonly scopes: readonly string[] };
}

export const keysPath = (organisationId: string) => `/compte/organisations/${organisationId}/traces`;
export const crumbsOf = ({ id, name }: KeysPageProps['organisation']) => [
  { href: '/compte/organisations', label: 'Mes organismes' },
  { href: `/compte/organisations/${id}/equipe`, label: name },
];
const scopesText = (scopes: readonly string[]) => scopes.map((one) => SCOPE_LABELS[one as Scope] ?? one).join(' ; ');

export function KeysPage({ view, organisation, keys, endpoint, told, errors = {}, typed }: KeysPageProps) {
  const path = keysPath(organisation.id);
  return (
    <Page
      view={view}
      title={`Clés de traces : ${organisation.name}`}
      layout="wide"
      breadcrumbs={crumbsOf(organisation)}
      invalid={Object.keys(errors).length > 0}
    >
      <PageHead
        title="Clés de traces"
        kicker={organisation.name}
        lead="Un outil (casque, jeu sérieux, module, plateforme) envoie ses traces à votre entrepôt avec une clé. Donnez-en une à chacun, avec le moins de droits possible."
      />
      <Said told={told} errors={errors} />
      <p>
        <a href={`${path}/effacements`}>Effacer les traces d’une personne</a>
      </p>
      <SummaryList lines={[{ term: 'Adresse de l’entrepôt (xAPI 1.0.3 et 2.0)', value: <code>{endpoint}</code> }]} />
      <KeysTable keys={keys} path={path} />
      <NewKeyForm path={path} errors={errors} {...(typed ? { typed } : {})} />
    </Page>
  );
}

function KeysTable({ keys, path }: { readonly keys: readonly KeyLine[]; readonly path: string }) {
  return (
    <Table
      caption="Clés de l’organisme"
      columns={[
        { label: 'Outil', header: true, cell: (key: KeyLine) => key.name },
        { label: 'Clé', cell: (key: KeyLine) => <code>{key.key}</code> },
        { label: 'Droits', cell: (key: KeyLine) => scopesText(key.scopes) },
        { label: 'Secret donné le', cell: (key: KeyLine) => parisDate(key.rotatedAt ?? key.createdAt) },
        { label: 'Finalité et durée', cell: (key: KeyLine) => <Purpose line={key} path={path} /> },
        {
          label: 'État',
          cell: (key: KeyLine) =>
            key.revokedAt ? (
              <StatusTag tone="neutral">{`Révoquée le ${parisDate(key.revokedAt)}`}</StatusTag>
            ) : (
              <StatusTag tone="success">En service</StatusTag>
            ),
        },
        { label: 'Action', cell: (key: KeyLine) => (key.revokedAt ? '–' : <KeyActions line={key} path={path} />) },
      ]}
      rows={keys}
      empty="Aucune clé : aucun outil n’envoie encore de traces. Créez la première ci-dessous."
    />
  );
}

const Purpose = ({ line, path }: { readonly line: KeyLine; readonly path: string }) => (
  <a href={`${path}/${line.id}/finalite`}>
    {line.purpose === null ? 'À déclarer' : `${line.purpose} (${line.retentionMonths} mois)`}
    <span class="sr-only">{` : ${line.name}`}</span>
  </a>
);

/** One piece, so that it stays together on a phone. */
const KeyActions = ({ line, path }: { readonly line: KeyLine; readonly path: string }) => (
  <span>
    <a href={`${path}/${line.id}/renouveler`}>
      Renouveler le secret<span class="sr-only">{` : ${line.name}`}</span>
    </a>{' '}
    ou{' '}
    <a href={`${path}/${line.id}/revoquer`}>
      révoquer<span class="sr-only">{` : ${line.name}`}</span>
    </a>
  </span>
);

interface NewKeyProps {
  readonly path: string;
  readonly errors: FieldErrors;
  readonly typed?: NonNullable<KeysPageProps['typed']>;
}

function NewKeyForm({ path, errors, typed }: NewKeyProps) {
  return (
    <section>
      <h2>Créer une clé</h2>
      <Form action={path}>
        <TextField
          label="Outil"
          name="nom"
          value={typed?.name ?? ''}
          error={errors.nom}
          hint="Ce qui envoie les traces : « Casque de l’atelier 2 »."
        />
        <Checkboxes
          label="Droits"
          name="droits"
          options={SCOPE_CHOICES}
          values={typed?.scopes ?? ['statements/write']}
          error={errors.droits}
        />
        <Actions>
          <Button>Créer la clé</Button>
        </Actions>
      </Form>
    </section>
  );
}

interface SecretPageProps {
  readonly view: View;
  readonly organisation: KeysPageProps['organisation'];
  readonly endpoint: string;
  readonly given: { readonly key: string; readonly secret: string };
}

/** The only page that shows a secret, once. */
export function SecretPage({ view, organisation, endpoint, given }: SecretPageProps) {
  return (
    <Page view={view} title="Votre clé" breadcrumbs={crumbsOf(organisation)}>
      <PageHead title="Votre clé" kicker={organisation.name} />
      <Notice tone="warning" title="Copiez le secret maintenant" live>
        <p>Il n’est affiché qu’une fois : nous n’en gardons qu’une empreinte. Perdu, il se renouvelle.</p>
      </Notice>
      <SummaryList
        lines={[
          { term: 'Adresse', value: <code>{endpoint}</code> },
          { term: 'Clé (nom d’utilisateur)', value: <code>{given.key}</code> },
          { term: 'Secret (mot de passe)', value: <code>{given.secret}</code> },
        ]}
      />
      <ButtonLink href={keysPath(organisation.id)}>J’ai copié le secret</ButtonLink>
    </Page>
  );
}

interface ConfirmKeyProps {
  readonly view: View;
  readonly organisation: KeysPageProps['organisation'];
  readonly line: KeyLine;
  readonly act: 'renouveler' | 'revoquer';
}

export function ConfirmKeyPage({ view, organisation, line, act }: ConfirmKeyProps) {
  const rotates = act === 'renouveler';
  const title = rotates ? `Renouveler le secret de « ${line.name} »` : `Révoquer la clé de « ${line.name} »`;
  return (
    <Page view={view} title={title} breadcrumbs={crumbsOf(organisation)}>
      <PageHead title={title} />
      <ConfirmForm
        action={`${keysPath(organisation.id)}/${line.id}/${act}`}
        consequence={
          rotates
            ? 'Un nouveau secret est donné. L’ancien sert encore 24 heures, le temps de changer l’outil.'
            : 'L’outil ne pourra plus envoyer ni lire de traces, dans les secondes qui suivent. Les traces déjà reçues restent.'
        }
        confirm={rotates ? 'Donner un nouveau secret' : 'Révoquer la clé'}
        kind={rotates ? 'primary' : 'warning'}
        cancelHref={keysPath(organisation.id)}
      />
    </Page>
  );
}
