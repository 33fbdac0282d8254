import {
  formatCents,
  Page,
  PageHead,
  Pagination,
  parisDateTime,
  StatusTag,
  SummaryList,
  Table,
  type View,
  WhyPanel,
} from '../../ui/index.ts';
import { queryOf } from '../form.ts';
import { type AccountLine, type AccountTransfer, POSTINGS_PER_PAGE } from '../lines.ts';
import { bookLabel, EVENT_LABELS, STAGE_LABELS } from '../messages.ts';
import { LEDGER_PATH } from './accounts.tsx';
import { shortPath } from './path.ts';

export interface AccountPageProps {
  readonly view: View;
  readonly account: AccountLine;
  readonly transfers: readonly AccountTransfer[];
  readonly page: number;
}

export function AccountPage({ view, account, transfers, page }: AccountPageProps) {
  const title = `Compte ${shortPath(account.code, ':')}`;
  return (
    <Page
      view={view}
      title={title}
      layout="wide"
      breadcrumbs={[{ href: `${LEDGER_PATH}${queryOf({ book: account.book })}`, label: 'Grand livre' }]}
    >
      <PageHead
        kicker={bookLabel(account.book)}
        title={title}
        lead={`${STAGE_LABELS[account.stage]} : ${formatCents(account.balanceCents)}`}
      >
        {account.closedAt ? <StatusTag tone="muted">Clos</StatusTag> : null}
      </PageHead>
      <SummaryList
        lines={[
          { term: 'Code entier', value: <code>{account.code}</code> },
          { term: 'Enveloppe', value: shortPath(account.scope) },
          { term: 'Ouvert le', value: parisDateTime(account.openedAt) },
          ...(account.closedAt ? [{ term: 'Clos le', value: parisDateTime(account.closedAt) }] : []),
        ]}
      />
      <h2>Virements</h2>
      <TransferTable transfers={transfers} />
      <Pagination
        page={page}
        pages={Math.ceil(account.version / POSTINGS_PER_PAGE)}
        hrefOf={(n) => `${LEDGER_PATH}/comptes/${account.id}?page=${n}`}
      />
    </Page>
  );
}

const TransferTable = ({ transfers }: Pick<AccountPageProps, 'transfers'>) => (
  <Table
    caption="Du plus récent au plus ancien, avec le solde après chacun"
    columns={[
      {
        label: 'Opération',
        header: true,
        cell: ({ event, occurredAt }) => (
          <>
            {EVENT_LABELS[event]}
            <br />
            <time datetime={occurredAt.toISOString()}>{parisDateTime(occurredAt)}</time>
          </>
        ),
      },
      {
        label: 'Autre compte',
        cell: ({ otherId, otherCode, signedCents }) => (
          <span>
            {signedCents > 0 ? 'De ' : 'Vers '}
            <a href={`${LEDGER_PATH}/comptes/${otherId}`}>{shortPath(otherCode, ':')}</a>
          </span>
        ),
      },
      { label: 'Entrée', numeric: true, cell: ({ signedCents }) => (signedCents > 0 ? formatCents(signedCents) : '–') },
      {
        label: 'Sortie',
        numeric: true,
        cell: ({ signedCents }) => (signedCents < 0 ? formatCents(-signedCents) : '–'),
      },
      { label: 'Solde', numeric: true, cell: ({ balanceCents }) => formatCents(balanceCents) },
      {
        label: 'Pourquoi\u00a0?',
        cell: ({ decision, event }) => (
          <WhyPanel
            summary="Voir la décision"
            history={[decision]}
            eventNames={{ [decision.event]: EVENT_LABELS[event] }}
          />
        ),
      },
    ]}
    rows={transfers}
    empty="Aucun virement n’a encore touché ce compte."
  />
);
