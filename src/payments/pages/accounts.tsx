import {
  type Answered,
  Button,
  EmptyState,
  FileList,
  Form,
  Notice,
  Page,
  PageHead,
  Panel,
  parisDate,
  Said,
  Table,
  type TableColumn,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import { accountState, type BankAccount } from '../model/account.ts';
import { AccountFacts, AccountTag } from './account.tsx';

const COLUMNS: readonly TableColumn<BankAccount>[] = [
  {
    label: 'Organisme',
    header: true,
    cell: ({ id, organisationName }) => <a href={`/agent/paiements/comptes/${id}`}>{organisationName}</a>,
  },
  { label: 'Titulaire', cell: ({ holder }) => holder },
  { label: 'IBAN', cell: ({ shown }) => shown },
  { label: 'Déclaré le', cell: ({ declaredAt }) => parisDate(declaredAt) },
  { label: 'État', cell: (account) => <AccountTag account={account} /> },
];

export const AccountsPage = ({
  view,
  accounts,
}: {
  readonly view: View;
  readonly accounts: readonly BankAccount[];
}) => (
  <Page
    view={view}
    title="Comptes bancaires"
    layout="wide"
    breadcrumbs={[{ href: '/agent/paiements', label: 'Certifier et payer' }]}
  >
    <PageHead
      title="Comptes bancaires"
      lead="Rien n’est viré sur un compte qu’un agent n’a pas confirmé. Ceux qui attendent sont en tête."
    />
    {accounts.length === 0 ? (
      <EmptyState title="Aucun compte">
        Les comptes que les organismes déclarent sur leur page « Demander un paiement » arrivent ici.
      </EmptyState>
    ) : (
      <Table caption="Comptes déclarés" captionHidden columns={COLUMNS} rows={accounts} />
    )}
  </Page>
);

export interface AgentAccountProps extends Answered {
  readonly view: View;
  readonly account: BankAccount;
  readonly names: ReadonlyMap<string, string>;
  /** Other organisations that gave the same number. */
  readonly sharers: readonly string[];
  readonly mayJudge: boolean;
  readonly scope?: string | undefined;
}

export function AgentAccountPage(props: AgentAccountProps) {
  const { view, account, names, sharers, mayJudge, told, refusal, errors = {}, scope } = props;
  const base = `/agent/paiements/comptes/${account.id}`;
  const pending = accountState(account) === 'pending';
  return (
    <Page
      view={view}
      title="Compte bancaire"
      invalid={Object.keys(errors).length > 0}
      breadcrumbs={[
        { href: '/agent/paiements', label: 'Certifier et payer' },
        { href: '/agent/paiements/comptes', label: 'Comptes bancaires' },
      ]}
    >
      <Said told={told} refusal={refusal} errors={errors} {...(scope ? { scope } : {})} />
      <PageHead title={account.organisationName} kicker={account.shown}>
        <AccountTag account={account} />
      </PageHead>
      {sharers.length > 0 ? (
        <Notice tone="warning" title="Cet IBAN est aussi celui d’un autre organisme">
          <p>{`Déclaré par : ${sharers.join(', ')}. Assurez-vous qu’ils partagent bien un compte avant de confirmer.`}</p>
        </Notice>
      ) : null}
      <AccountFacts account={account} />
      <p>{`Déclaré par ${names.get(account.declaredBy) ?? 'une personne de l’organisme'}.`}</p>
      {account.confirmedBy && account.checkMade ? (
        <p>{`Confirmé par ${names.get(account.confirmedBy) ?? 'un agent'} : ${account.checkMade}`}</p>
      ) : null}
      {mayJudge ? (
        <FileList
          files={[
            {
              ...{ name: account.proofName, sizeBytes: account.proofSizeBytes, status: 'Reçu' },
              href: `${base}/justificatif`,
            },
          ]}
        />
      ) : null}
      {pending && mayJudge ? <Judging {...props} base={base} /> : null}
    </Page>
  );
}

const Judging = ({ base, scope, errors = {}, typed = {} }: AgentAccountProps & { readonly base: string }) => {
  const of = (name: string, form: string) =>
    scope === form ? { name, error: errors[name], value: typed[name] } : { name };
  return (
    <>
      <Panel title="Confirmer le compte">
        <p>
          Ouvrez le RIB, recopiez son IBAN, puis appelez l’organisme à un numéro que vous teniez d’avant, jamais à celui
          que donne la déclaration.
        </p>
        <Form action={`${base}/confirmer`} scope="confirmer">
          <TextField
            {...of('iban', 'confirmer')}
            label="IBAN lu sur le RIB"
            hint="Comparé à celui qui fut déclaré, et non enregistré."
            autocomplete="off"
          />
          <TextArea
            {...of('verification', 'confirmer')}
            label="Vérification faite"
            hint="Par exemple : rappelé le standard de l’organisme, numéro du registre ; la comptable confirme le compte."
            limit={2000}
          />
          <Button>Confirmer ce compte</Button>
        </Form>
      </Panel>
      <Panel title="Refuser le compte">
        <Form action={`${base}/refuser`} scope="refuser">
          <TextArea {...of('motif', 'refuser')} label="Motif, que l’organisme lira" limit={2000} />
          <Button kind="secondary">Refuser ce compte</Button>
        </Form>
      </Panel>
    </>
  );
};
