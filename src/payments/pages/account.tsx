import {
  type Answered,
  Button,
  EmptyState,
  FileField,
  Form,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDate,
  Said,
  StatusTag,
  SummaryList,
  Table,
  type TableColumn,
  TextField,
  type Tone,
  type View,
} from '../../ui/index.ts';
import { MAX_FORM_FILE_BYTES } from '../../uploads/index.ts';
import { ACCOUNT_LABELS } from '../messages/account.ts';
import { type AccountState, accountState, type BankAccount } from '../model/account.ts';

const TONES: Readonly<Record<AccountState, Tone>> = { pending: 'warning', standing: 'success', ended: 'muted' };

export const AccountTag = ({ account }: { readonly account: BankAccount }) => (
  <StatusTag tone={TONES[accountState(account)]}>{ACCOUNT_LABELS[accountState(account)]}</StatusTag>
);

export const AccountFacts = ({ account }: { readonly account: BankAccount }) => (
  <SummaryList
    lines={[
      { term: 'Organisme', value: account.organisationName },
      { term: 'Titulaire', value: account.holder },
      { term: 'IBAN', value: account.shown },
      { term: 'BIC', value: account.bic },
      { term: 'Déclaré le', value: parisDate(account.declaredAt) },
      ...(account.confirmedAt ? [{ term: 'Confirmé le', value: parisDate(account.confirmedAt) }] : []),
      ...(account.endReason ? [{ term: 'Ne sert plus', value: account.endReason }] : []),
    ]}
  />
);

/** What an organisation has declared, for the list of a person's agreements. */
export interface MyAccount {
  readonly organisationId: string;
  readonly name: string;
  readonly accounts: readonly BankAccount[];
}

export const MyAccounts = ({ mine }: { readonly mine: readonly MyAccount[] }) =>
  mine.length === 0 ? null : (
    <section>
      <h2>Coordonnées bancaires</h2>
      <Table caption="Compte de chaque organisme" captionHidden columns={MINE} rows={mine} />
    </section>
  );

const inUse = (accounts: readonly BankAccount[]) => accounts.find((one) => accountState(one) === 'standing');
const waiting = (accounts: readonly BankAccount[]) => accounts.find((one) => accountState(one) === 'pending');

const MINE: readonly TableColumn<MyAccount>[] = [
  { label: 'Organisme', header: true, cell: ({ name }) => name },
  {
    label: 'Compte confirmé',
    cell: ({ accounts }) => inUse(accounts)?.shown ?? 'Aucun : rien ne peut vous être viré',
  },
  { label: 'En attente de confirmation', cell: ({ accounts }) => waiting(accounts)?.shown ?? '–' },
  {
    label: 'Coordonnées',
    cell: ({ organisationId, accounts }) => (
      <a href={`/paiements/coordonnees/${organisationId}`}>
        {accounts.length === 0 ? 'Déclarer un compte' : 'Voir ou changer le compte'}
      </a>
    ),
  },
];

export interface AccountPageProps extends Answered {
  readonly view: View;
  readonly mine: MyAccount;
  /** Whether this person may bind the organisation. */
  readonly maySign: boolean;
}

export const AccountPage = (props: AccountPageProps) => {
  const { view, mine, maySign, told, refusal, errors = {} } = props;
  return (
    <Page
      view={view}
      title="Coordonnées bancaires"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[{ href: '/paiements', label: 'Demander un paiement' }]}
    >
      <Said told={told} refusal={refusal} errors={errors} />
      <PageHead
        title="Coordonnées bancaires"
        kicker={mine.name}
        lead="Un agent vérifie chaque compte avant d’y faire virer quoi que ce soit. Le numéro est chiffré et n’est montré que masqué."
      />
      {mine.accounts.length === 0 ? (
        <EmptyState title="Aucun compte déclaré">Déclarez le compte sur lequel vos paiements seront virés.</EmptyState>
      ) : null}
      {mine.accounts.map((account) => (
        <Panel title={account.shown} level={2}>
          <AccountTag account={account} />
          <AccountFacts account={account} />
        </Panel>
      ))}
      {maySign ? (
        <Declaring {...props} />
      ) : (
        <Notice tone="info" title="Vous ne pouvez pas déclarer de compte">
          <p>
            Le représentant de l’organisme, ou une personne qui a de lui mandat de signer, le fait depuis cette page.
          </p>
        </Notice>
      )}
    </Page>
  );
};

function Declaring({ mine, errors = {}, typed = {} }: AccountPageProps) {
  const changes = inUse(mine.accounts) !== undefined;
  return (
    <Panel title={changes ? 'Changer de compte' : 'Déclarer un compte'}>
      {changes ? <p>Le compte confirmé sert jusqu’à ce qu’un agent ait confirmé le nouveau.</p> : null}
      <Form action={`/paiements/coordonnees/${mine.organisationId}`} multipart>
        <TextField
          name="titulaire"
          label="Titulaire du compte"
          hint="Tel qu’il est écrit sur le RIB."
          error={errors.titulaire}
          value={typed.titulaire ?? mine.name.slice(0, 70)}
          maxLength={70}
        />
        <TextField
          name="iban"
          label="IBAN"
          hint="Avec ou sans espaces, par exemple FR76 suivi de 23 caractères."
          error={errors.iban}
          autocomplete="off"
        />
        <TextField
          name="bic"
          label="BIC"
          hint="8 ou 11 caractères."
          error={errors.bic}
          value={typed.bic}
          width="medium"
          autocomplete="off"
        />
        <FileField
          name="rib"
          label="Le RIB"
          hint="Un relevé d’identité bancaire au nom de l’organisme, donné par sa banque."
          error={errors.rib}
          accept={['.pdf', '.png', '.jpg', '.jpeg']}
          maxBytes={MAX_FORM_FILE_BYTES}
        />
        <Button>Déclarer ce compte</Button>
      </Form>
    </Panel>
  );
}
