import type { FieldErrors } from '../../kernel/decision.ts';
import { ROLES } from '../../kernel/http.ts';
import {
  Actions,
  Button,
  ConfirmForm,
  DateField,
  EmptyState,
  ErrorSummary,
  Form,
  Notice,
  Page,
  PageHead,
  Select,
  StatusTag,
  Table,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import { type PeriodState, periodState, periodText, REASON_MAX } from '../form/periods.ts';
import { type GrantLine, ROLE_LABELS } from '../messages/roles.ts';
import type { Grant } from '../model/roles.ts';
import type { PersonCard } from '../model.ts';

export interface RolesProps {
  readonly view: View;
  readonly now: Date;
  /** Address looked for, as typed; empty: nothing was asked. */
  readonly email: string;
  readonly found: {
    readonly person: PersonCard;
    readonly grants: readonly GrantLine[];
    readonly mayChange: boolean;
  } | null;
  readonly administrators: readonly PersonCard[];
  readonly names: ReadonlyMap<string, PersonCard>;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  readonly done: string | null;
}

/** « Responsable du programme (donne les rôles) »: the role that opens this page says so. */
export function RolesPage(props: RolesProps) {
  const { view, email, found, errors = {}, done } = props;
  return (
    <Page view={view} title="Rôles" layout="wide" invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} />
      <PageHead
        title="Rôles"
        lead="Qui peut faire quoi sur la plateforme. Chaque rôle donné ou retiré est inscrit au journal, avec son motif."
      />
      {done ? (
        <Notice tone="success" live>
          <p>{done}</p>
        </Notice>
      ) : null}
      <Form action="/agent/roles" method="get">
        <TextField
          name="email"
          label="Adresse électronique de la personne"
          type="email"
          value={email}
          autocomplete="off"
          error={errors.email}
        />
        <Actions>
          <Button>Chercher</Button>
        </Actions>
      </Form>
      {found ? <PersonRoles {...props} found={found} /> : <NobodyYet {...props} />}
    </Page>
  );
}

function NobodyYet({ email, administrators, errors = {} }: RolesProps) {
  return (
    <>
      {email === '' || errors.email ? null : (
        <EmptyState title="Aucun compte à cette adresse">
          Vérifiez l’adresse. Si la personne n’a pas de compte, elle le crée d’abord elle-même depuis « Se connecter ».
        </EmptyState>
      )}
      <Table
        caption="Personnes qui donnent les rôles"
        columns={[
          { label: 'Nom', header: true, cell: (one: PersonCard) => one.name },
          {
            label: 'Adresse',
            cell: (one: PersonCard) => (
              <a href={`/agent/roles?${new URLSearchParams({ email: one.email })}`}>{one.email}</a>
            ),
          },
        ]}
        rows={administrators}
        empty="Personne : la commande npm run name-manager en désigne une première."
      />
    </>
  );
}

const STATES: Readonly<Record<PeriodState, { tone: 'success' | 'info' | 'neutral'; label: string }>> = {
  current: { tone: 'success', label: 'En cours' },
  coming: { tone: 'info', label: 'À venir' },
  over: { tone: 'neutral', label: 'Terminé' },
};

const stateOf = ({ validFrom, validTo }: Grant, now: Date) => periodState({ from: validFrom, to: validTo }, now);

function PersonRoles({
  found,
  now,
  names,
  ...props
}: RolesProps & { readonly found: NonNullable<RolesProps['found']> }) {
  const { person, grants, mayChange } = found;
  const giver = (id: string | null) => (id === null ? 'L’installation' : (names.get(id)?.name ?? 'Compte supprimé'));
  return (
    <section>
      <h2>{person.name}</h2>
      <Table
        caption={`Rôles de ${person.name}`}
        captionHidden
        columns={[
          { label: 'Rôle', header: true, cell: (g: GrantLine) => ROLE_LABELS[g.role] },
          { label: 'Portée', cell: (g: GrantLine) => g.scope ?? 'Toute la plateforme' },
          { label: 'Dates', cell: (g: GrantLine) => periodText(g.validFrom, g.validTo) },
          {
            label: 'État',
            cell: (g: GrantLine) => {
              const { tone, label } = STATES[stateOf(g, now)];
              return <StatusTag tone={tone}>{label}</StatusTag>;
            },
          },
          { label: 'Donné par', cell: (g: GrantLine) => `${giver(g.grantedBy)} – ${g.reason}` },
          {
            label: 'Action',
            cell: (g: GrantLine) =>
              mayChange && stateOf(g, now) !== 'over' ? (
                <a href={`/agent/roles/${g.id}/retirer`}>
                  Retirer<span class="sr-only">{` le rôle ${ROLE_LABELS[g.role]}`}</span>
                </a>
              ) : (
                '–'
              ),
          },
        ]}
        rows={grants}
        empty="Aucun rôle donné : cette personne peut porter un dossier, et rien d’autre."
      />
      {mayChange ? <NewRole {...props} person={person} /> : null}
    </section>
  );
}

/** Everybody is an applicant already. */
const GIVEN = ROLES.filter((role) => role !== 'applicant').map((value) => ({ value, label: ROLE_LABELS[value] }));

function NewRole({
  person,
  errors = {},
  typed = {},
}: Pick<RolesProps, 'errors' | 'typed'> & { readonly person: PersonCard }) {
  return (
    <section>
      <h3>Donner un rôle</h3>
      <Form action={`/agent/roles/${person.id}`}>
        <Select name="role" label="Rôle" options={GIVEN} value={typed.role} error={errors.role} />
        <DateField
          name="du"
          label="Premier jour"
          hint="Vide : tout de suite."
          value={typed.du}
          error={errors.du}
          optional
        />
        <DateField
          name="au"
          label="Dernier jour"
          hint="Vide : sans fin fixée."
          value={typed.au}
          error={errors.au}
          optional
        />
        <TextArea
          name="motif"
          label="Motif"
          hint="Par exemple la décision qui nomme la personne. Inscrit au journal."
          rows={2}
          limit={REASON_MAX}
          value={typed.motif}
          error={errors.motif}
        />
        <Button>Donner ce rôle</Button>
      </Form>
    </section>
  );
}

export interface RevokeRoleProps {
  readonly view: View;
  readonly grant: Pick<GrantLine, 'id' | 'role'>;
  readonly person: PersonCard;
  readonly errors?: FieldErrors;
  readonly typed?: string;
}

export function RevokeRolePage({ view, grant, person, errors = {}, typed = '' }: RevokeRoleProps) {
  const title = `Retirer le rôle « ${ROLE_LABELS[grant.role]} »`;
  return (
    <Page
      view={view}
      title={title}
      breadcrumbs={[{ href: '/agent/roles', label: 'Rôles' }]}
      invalid={Object.keys(errors).length > 0}
    >
      <ErrorSummary errors={errors} />
      <PageHead title={title} lead={person.name} />
      <ConfirmForm
        action={`/agent/roles/${grant.id}/retirer`}
        consequence="Le rôle prend fin tout de suite et toutes les sessions ouvertes de cette personne sont fermées. Ce qu’elle a fait reste au journal."
        confirm="Retirer ce rôle"
        cancelHref={`/agent/roles?${new URLSearchParams({ email: person.email })}`}
      >
        <TextArea name="motif" label="Motif" rows={2} limit={REASON_MAX} value={typed} error={errors.motif} />
      </ConfirmForm>
    </Page>
  );
}
