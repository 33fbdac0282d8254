import {
  Actions,
  Button,
  Form,
  formatCents,
  formatNumber,
  Hidden,
  Notice,
  Page,
  PageHead,
  Pagination,
  Select,
  StatusTag,
  TabLinks,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { queryOf } from '../form.ts';
import { ACCOUNTS_PER_PAGE, type AccountFilter, type AccountLine } from '../lines.ts';
import { bookLabel, STAGE_LABELS } from '../messages.ts';
import { partsOf, type Situation } from '../model/parts.ts';
import { type Book, STAGES } from '../model.ts';
import { shortPath } from './path.ts';

export const LEDGER_PATH = '/agent/grand-livre';

export interface AccountsPageProps {
  readonly view: View;
  readonly books: readonly Book[];
  readonly filter: AccountFilter;
  readonly sumCents: number;
  readonly situations: readonly { readonly scope: string; readonly situation: Situation }[];
  readonly accounts: readonly AccountLine[];
  readonly count: number;
  readonly page: number;
}

export function AccountsPage(props: AccountsPageProps) {
  const { view, books, filter, sumCents } = props;
  const title = 'Grand livre du programme';
  return (
    <Page view={view} title={title} layout="wide">
      <PageHead
        title={title}
        lead="Chaque euro part d’un compte et arrive sur un autre, par une décision. Ce livre suit le programme ; il ne remplace pas la comptabilité de l’État."
      />
      <TabLinks
        label="Livres"
        links={books.map((book) => ({
          href: `${LEDGER_PATH}${queryOf({ book })}`,
          label: bookLabel(book),
          current: book === filter.book,
        }))}
      />
      {sumCents === 0 ? null : (
        <Notice tone="danger" title="Ce livre n’est pas équilibré">
          <p>{`La somme de ses comptes vaut ${formatCents(sumCents)} au lieu de zéro. Lancez « npm run prove ledger » et prévenez l’exploitant.`}</p>
        </Notice>
      )}
      <h2>Situation des enveloppes</h2>
      <SituationTable book={filter.book} situations={props.situations} />
      <h2>Comptes</h2>
      <Filters filter={filter} />
      <AccountTable {...props} />
      <Exports filter={filter} />
    </Page>
  );
}

const SituationTable = ({ book, situations }: { readonly book: Book } & Pick<AccountsPageProps, 'situations'>) => (
  <Table
    caption="Chaque enveloppe avec ce qu’elle contient : les parts font toujours le total"
    columns={[
      { label: 'Enveloppe', header: true, cell: ({ scope }) => shortPath(scope) },
      ...partsOf(book).map(({ label }, index) => ({
        label,
        numeric: true,
        cell: ({ situation }: AccountsPageProps['situations'][number]) => formatCents(situation.partsCents[index] ?? 0),
      })),
      { label: 'Total', numeric: true, cell: ({ situation }) => formatCents(situation.totalCents) },
    ]}
    rows={situations}
    empty="Aucun crédit n’est encore ouvert dans ce livre."
  />
);

const Filters = ({ filter }: { readonly filter: AccountFilter }) => (
  <Form action={LEDGER_PATH} method="get" class="form filters">
    <Hidden name="livre" value={filter.book} />
    <Select
      name="nature"
      label="Nature du compte"
      empty="Toutes"
      value={filter.stage}
      options={STAGES.map((stage) => ({ value: stage, label: STAGE_LABELS[stage] }))}
    />
    <TextField
      name="compte"
      label="Compte ou enveloppe"
      hint="Une partie du nom, par exemple deffinum"
      value={filter.text}
    />
    <Actions>
      <Button>Filtrer</Button>
      <a href={`${LEDGER_PATH}${queryOf({ book: filter.book })}`}>Tout voir</a>
    </Actions>
  </Form>
);

const AccountTable = ({ filter, accounts, count, page }: AccountsPageProps) => (
  <>
    <Table
      caption={`${formatNumber(count)} comptes, par enveloppe`}
      columns={[
        {
          label: 'Compte',
          header: true,
          cell: ({ id, code }) => <a href={`${LEDGER_PATH}/comptes/${id}`}>{shortPath(code, ':')}</a>,
        },
        { label: 'Nature', cell: ({ stage }) => STAGE_LABELS[stage] },
        { label: 'Enveloppe', cell: ({ scope }) => shortPath(scope) },
        { label: 'Écritures', numeric: true, cell: ({ version }) => formatNumber(version) },
        { label: 'Solde', numeric: true, cell: ({ balanceCents }) => formatCents(balanceCents) },
        { label: 'État', cell: ({ closedAt }) => (closedAt ? <StatusTag tone="muted">Clos</StatusTag> : 'Ouvert') },
      ]}
      rows={accounts}
      empty="Aucun compte ne répond à ces choix."
    />
    <Pagination
      page={page}
      pages={Math.ceil(count / ACCOUNTS_PER_PAGE)}
      hrefOf={(n) => `${LEDGER_PATH}${queryOf(filter, n)}`}
    />
  </>
);

const Exports = ({ filter }: { readonly filter: AccountFilter }) => (
  <p>
    Emporter : <a href={`${LEDGER_PATH}/comptes.csv${queryOf(filter)}`}>ces comptes (CSV)</a>,{' '}
    <a href={`${LEDGER_PATH}/virements.csv${queryOf({ book: filter.book })}`}>tous les virements du livre (CSV)</a>.
  </p>
);
