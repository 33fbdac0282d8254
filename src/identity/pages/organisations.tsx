import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  EmptyState,
  ErrorSummary,
  Form,
  Notice,
  Page,
  PageHead,
  parisDate,
  StatusTag,
  SummaryList,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { registerNotice } from '../messages.ts';
import { formatSiret } from '../model/identifiers.ts';
import type { JoinRequest } from '../model/joining.ts';
import type { Membership, Organisation } from '../model.ts';

const CRUMBS = [{ href: '/organisations', label: 'Organismes' }];

export interface SearchProps {
  readonly view: View;
  readonly text: string;
  readonly found: readonly Organisation[];
  readonly total: number;
}

export function OrganisationsPage({ view, text, found, total }: SearchProps) {
  return (
    <Page view={view} title="Organismes" layout="wide">
      <PageHead title="Trouver un organisme" lead="Centres de formation d’apprentis et organismes de formation." />
      <Form action="/organisations" method="get">
        <TextField
          name="q"
          label="Nom, commune, SIRET, UAI ou numéro d’activité"
          type="search"
          value={text}
          autocomplete="off"
        />
        <Actions>
          <Button>Chercher</Button>
        </Actions>
      </Form>
      {text === '' ? null : <Results found={found} total={total} />}
    </Page>
  );
}

function Results({ found, total }: Pick<SearchProps, 'found' | 'total'>) {
  if (found.length === 0) {
    return <EmptyState title="Aucun organisme trouvé">Essayez un seul mot du nom, ou le numéro SIRET.</EmptyState>;
  }
  return (
    <>
      <p>
        {total > found.length
          ? `Les ${found.length} premiers sur ${total >= 1000 ? 'plus de 1 000' : total} : précisez la recherche pour voir les autres.`
          : `${total} trouvé${total > 1 ? 's' : ''}.`}
      </p>
      <Table
        caption="Organismes trouvés"
        columns={[
          {
            label: 'Organisme',
            header: true,
            cell: (o: Organisation) => <a href={`/organisations/${o.id}`}>{o.name}</a>,
          },
          { label: 'Commune', cell: (o: Organisation) => [o.commune, o.department].filter(Boolean).join(' ') || '–' },
          { label: 'SIRET', cell: (o: Organisation) => formatSiret(o.siret) },
          {
            label: 'État',
            cell: (o: Organisation) => (
              <StatusTag tone={o.isClosed ? 'danger' : 'success'}>{o.isClosed ? 'Fermé' : 'Ouvert'}</StatusTag>
            ),
          },
        ]}
        rows={found}
      />
    </>
  );
}

const yesNo = (value: boolean | null) => (value === null ? 'Non renseigné' : value ? 'Oui' : 'Non');

export function OrganisationPage({
  view,
  organisation: o,
}: {
  readonly view: View;
  readonly organisation: Organisation;
}) {
  const lines: [string, string | null][] = [
    ['Nom d’usage', o.tradeName],
    ['SIRET', formatSiret(o.siret)],
    ['Forme juridique', o.legalForm],
    ['Numéro d’activité', o.nda],
    ['UAI', o.uai],
    ['RNA', o.rna],
    ['Qualiopi', yesNo(o.qualiopi)],
    ['Réseau', o.network?.toUpperCase() ?? null],
    ['Adresse', [o.address, o.postcode, o.commune].filter(Boolean).join(' ') || null],
  ];
  const shown = lines.flatMap(([label, value]) => (value === null ? [] : [{ term: label, value }]));
  return (
    <Page view={view} title={o.name} breadcrumbs={CRUMBS}>
      <PageHead title={o.name} kicker="Organisme">
        {o.isClosed ? <StatusTag tone="danger">Fermé</StatusTag> : <StatusTag tone="success">Ouvert</StatusTag>}
      </PageHead>
      <SummaryList lines={shown} />
      <p>{registerNotice(o)}</p>
    </Page>
  );
}

export interface MineProps {
  readonly view: View;
  readonly memberships: readonly Membership[];
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly requests: readonly JoinRequest[];
  readonly asked: readonly { readonly organisationId: string; readonly requestedAt: Date }[];
  readonly done: string | null;
  readonly siret?: string;
  readonly errors?: FieldErrors;
}

const ROLE_WORDS = { representative: 'Représentant', member: 'Membre' } as const;

export function MyOrganisationsPage(props: MineProps) {
  const { view, memberships, organisations, requests, asked, done, siret = '', errors = {} } = props;
  const nameOf = (id: string) => organisations.get(id)?.name ?? 'Organisme';
  return (
    <Page
      view={view}
      title="Mes organismes"
      breadcrumbs={[{ href: '/compte', label: 'Mon compte' }]}
      invalid={Object.keys(errors).length > 0}
    >
      <ErrorSummary errors={errors} />
      <PageHead title="Mes organismes" lead="Vous agissez pour ces organismes : leurs dossiers vous sont ouverts." />
      {done ? (
        <Notice tone="success" live>
          <p>{done}</p>
        </Notice>
      ) : null}
      {memberships.length === 0 ? (
        <EmptyState title="Aucun organisme pour le moment">Ajoutez le vôtre ci-dessous.</EmptyState>
      ) : null}
      <ul>
        {memberships.map((m) => (
          <li>
            <a href={`/organisations/${m.organisationId}`}>{nameOf(m.organisationId)}</a> –{' '}
            {`${ROLE_WORDS[m.role]} depuis le ${parisDate(m.validFrom)}`} –{' '}
            <a href={`/compte/organisations/${m.organisationId}/equipe`}>
              Équipe et mandats<span class="sr-only">{` de ${nameOf(m.organisationId)}`}</span>
            </a>
          </li>
        ))}
        {asked.map(({ organisationId, requestedAt }) => (
          <li>
            {`${nameOf(organisationId)} – demande envoyée le ${parisDate(requestedAt)}, en attente d’un représentant`}
          </li>
        ))}
      </ul>
      <Requests requests={requests} nameOf={nameOf} />
      <h2>Ajouter un organisme</h2>
      <Form action="/compte/organisations">
        <TextField
          name="siret"
          label="Numéro SIRET de l’établissement"
          hint="14 chiffres ; les espaces sont acceptés."
          value={siret}
          error={errors.siret}
          inputmode="numeric"
          autocomplete="off"
          width="medium"
        />
        <Button>Continuer</Button>
      </Form>
      <p>
        Vous ne le connaissez pas ? <a href="/organisations">Cherchez votre organisme</a>.
      </p>
    </Page>
  );
}

function Requests({
  requests,
  nameOf,
}: {
  readonly requests: readonly JoinRequest[];
  readonly nameOf: (id: string) => string;
}) {
  if (requests.length === 0) return null;
  return (
    <section>
      <h2>Demandes à examiner</h2>
      {requests.map((request) => (
        <Form action={`/compte/organisations/demandes/${request.id}`}>
          <p>
            {`${request.personName} (${request.personEmail}) demande à rejoindre ${nameOf(request.organisationId)} depuis le ${parisDate(request.requestedAt)}.`}
          </p>
          <Actions>
            <Button name="reponse" value="oui">
              Accepter
            </Button>
            <Button name="reponse" value="non" kind="secondary">
              Refuser
            </Button>
          </Actions>
        </Form>
      ))}
    </section>
  );
}
