import { Hono } from 'hono';
import { type AppEnv, allow, type Role } from '../kernel/http.ts';
import { isId } from '../kernel/ids.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { accountsCsv, streamOf, transfersCsv } from './export.ts';
import { readFilter, readPage } from './form.ts';
import { POSTINGS_PER_PAGE } from './lines.ts';
import { situationOf } from './model/parts.ts';
import { AccountPage } from './pages/account.tsx';
import { AccountsPage, LEDGER_PATH } from './pages/accounts.tsx';
import { accountById, booksOpen, countAccounts, listAccounts, sumOfBook, transfersOf } from './store/accounts.ts';
import { sumsByScope } from './store/figures.ts';

export const LEDGER_READERS: readonly Role[] = ['programme-manager', 'payment-officer', 'auditor'];

/** What a reader sees comes from one snapshot: figures of a page never disagree because a posting came between two queries. */
const snapshot = ({ db }: Kernel) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');

export function ledgerRoutes(kernel: Kernel) {
  const { db, config } = kernel;
  return new Hono<AppEnv>()
    .get(LEDGER_PATH, allow(LEDGER_READERS), async (c) => {
      const filter = readFilter(c.req.query());
      const page = readPage(c.req.query('page'));
      const read = await snapshot(kernel).execute(async (tx) => ({
        books: await booksOpen(tx),
        sumCents: await sumOfBook(tx, filter.book),
        sums: await sumsByScope(tx, filter.book),
        accounts: await listAccounts(tx, filter, page),
        count: await countAccounts(tx, filter),
      }));
      const situations = [...read.sums]
        .map(([scope, sums]) => ({ scope, situation: situationOf(filter.book, sums) }))
        .sort((a, b) => (a.scope < b.scope ? -1 : 1));
      const view = viewOf(c, config.DEMO);
      return c.html(<AccountsPage {...read} {...{ view, filter, page, situations }} />);
    })
    .get(`${LEDGER_PATH}/comptes.csv`, allow(LEDGER_READERS), (c) =>
      c.body(streamOf(accountsCsv(db, readFilter(c.req.query()))), 200, csvHeaders('comptes')),
    )
    .get(`${LEDGER_PATH}/virements.csv`, allow(LEDGER_READERS), (c) =>
      c.body(streamOf(transfersCsv(db, readFilter(c.req.query()).book)), 200, csvHeaders('virements')),
    )
    .get(`${LEDGER_PATH}/comptes/:id`, allow(LEDGER_READERS), async (c) => {
      const id = c.req.param('id');
      const page = readPage(c.req.query('page'));
      const found = isId(id)
        ? await snapshot(kernel).execute(async (tx) => {
            const account = await accountById(tx, id);
            return account ? { account, transfers: await transfersOf(tx, account, page) } : null;
          })
        : null;
      if (!found || page > Math.max(1, Math.ceil(found.account.version / POSTINGS_PER_PAGE))) return c.notFound();
      return c.html(<AccountPage {...found} view={viewOf(c, config.DEMO)} page={page} />);
    });
}

const csvHeaders = (name: string) => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}.csv"`,
});
