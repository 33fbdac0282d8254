import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { startPostgres } from '../scripts/postgres.ts';
import type { Proof } from '../scripts/prove.ts';
import { seedWorld } from '../seeds/world.ts';
import { jobTable } from '../src/app.tsx';
import { realClock } from '../src/kernel/clock.ts';
import { readConfig } from '../src/kernel/config.ts';
import { type DbHandle, openDb } from '../src/kernel/db.ts';
import { diskStore } from '../src/kernel/files.ts';
import { newId } from '../src/kernel/ids.ts';
import { openJobs } from '../src/kernel/jobs.ts';
import { openLog } from '../src/kernel/log.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { euros, formatCents, sumCents } from '../src/kernel/money.ts';
import { decide } from '../src/ledger/fixtures.ts';
import {
  certify,
  commit,
  envelopeFigures,
  executePayment,
  figuresByScope,
  issueVoucher,
  orderPayment,
  recover,
  reserveAward,
  reserveForWave,
  reverse,
} from '../src/ledger/index.ts';

const DOSSIERS = 40;
const WAVE_CENTS = euros(4_000_000);

export const proof: Proof = {
  promise: 'chaque solde du grand livre se recalcule depuis ses seuls virements',
  run: async () => {
    const server = await startPostgres({ durable: false });
    const folder = await mkdtemp(join(tmpdir(), 'dfn-ledger-'));
    const handle = openDb(server.url, 4);
    try {
      await migrate(handle.pool);
      await seed(handle, server.url, folder);
      await live(handle);
      return [server.version, ...(await replay(handle)), await control(handle.pool)];
    } finally {
      await handle.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function seed({ db, pool }: DbHandle, url: string, folder: string): Promise<void> {
  const read = readConfig({ SECRET: newId() + newId(), DEMO: '1', DATABASE_URL: url, VAR_DIR: folder });
  if (!read.ok) throw new Error(read.faults.join(' '));
  const log = openLog('silent', 'prove');
  const jobs = await openJobs(pool, Object.keys(jobTable), log);
  try {
    const kernel = { config: read.config, db, clock: realClock, jobs, files: diskStore(join(folder, 'files')), log };
    await seedWorld(kernel, () => undefined);
  } finally {
    await jobs.close();
  }
}

/** A wave lives on top of the seeded world: awards, agreements, service certified, payments, one undone, one recovered, vouchers. */
async function live({ db }: DbHandle): Promise<void> {
  const [waveId, instrument, year] = [newId(), 'deffinum', new Date().getUTCFullYear()];
  await accepted(decide(db, 'wave', (tx, p) => reserveForWave(tx, p, { waveId, instrument, amountCents: WAVE_CENTS })));
  for (let index = 0; index < DOSSIERS; index += 1) {
    const who = { agreementId: newId(), partnerId: newId(), awardId: newId() };
    const amountCents = 1_000_003 + index * 97;
    const order = { orderId: newId(), year, instrument, amountCents };
    const key = (step: string) => `${step}:${who.awardId}`;
    await accepted(decide(db, key('award'), (tx, p) => reserveAward(tx, p, { ...who, waveId, amountCents })));
    if (index % 4 === 0) continue;
    const signed = { ...who, waveId, shares: [{ partnerId: who.partnerId, amountCents }] };
    await accepted(decide(db, key('sign'), (tx, p) => commit(tx, p, signed)));
    if (index % 4 === 1) continue;
    await accepted(decide(db, key('certify'), (tx, p) => certify(tx, p, { ...who, amountCents })));
    if (index % 4 === 2) continue;
    await accepted(decide(db, key('order'), (tx, p) => orderPayment(tx, p, order)));
    const { groupId } = await accepted(
      decide(db, key('pay'), (tx, p) => executePayment(tx, p, { ...order, payee: who })),
    );
    if (index % 8 === 3) await accepted(decide(db, key('undo'), (tx, p) => reverse(tx, { ...p, groupId })));
    else await accepted(decide(db, key('recover'), (tx, p) => recover(tx, p, { ...who, amountCents: 3 })));
    const voucher = { voucherId: newId(), instrument, amountCents: 12_345 };
    await accepted(decide(db, key('voucher'), (tx, p) => issueVoucher(tx, p, voucher)));
  }
}

async function accepted(answer: ReturnType<typeof reverse>) {
  const decision = await answer;
  if (!decision?.changes) throw new Error(`the ledger refused: ${decision?.refusal?.code ?? 'no such group'}`);
  return decision.changes;
}

interface AccountRow {
  readonly id: string;
  readonly book: string;
  readonly code: string;
  readonly scope: string;
  readonly stage: string;
  readonly balance: number;
  readonly version: number;
}

/** Read raw and added here, in another language than the one that wrote: nothing of the ledger's own code is believed. */
async function replayed(
  pool: pg.Pool | pg.PoolClient,
): Promise<{ wrong: string[]; accounts: AccountRow[]; transfers: number }> {
  const { rows: transfers } = await pool.query<{ from_account: string; to_account: string; amount_cents: number }>(
    'select from_account, to_account, amount_cents from ledger.transfer',
  );
  const { rows: accounts } = await pool.query<AccountRow>('select * from ledger.account');
  const sums = new Map<string, number>();
  const add = (id: string, cents: number) => sums.set(id, (sums.get(id) ?? 0) + cents);
  for (const { from_account, to_account, amount_cents } of transfers) {
    add(from_account, -amount_cents);
    add(to_account, amount_cents);
  }
  const wrong = accounts.filter(({ id, balance }) => balance !== (sums.get(id) ?? 0)).map(({ code }) => code);
  return { wrong, accounts, transfers: transfers.length };
}

async function replay({ db, pool }: DbHandle): Promise<string[]> {
  const { wrong, accounts, transfers } = await replayed(pool);
  check(transfers > 3 * DOSSIERS, `only ${transfers} transfers: nothing was played`);
  check(wrong.length === 0, `balances that their transfers do not give: ${wrong.join(', ')}`);
  const books = [...new Set(accounts.map(({ book }) => book))].sort();
  for (const book of books) {
    const sum = sumCents(accounts.filter((account) => account.book === book).map(({ balance }) => balance));
    check(sum === 0, `book ${book} sums to ${sum}`);
  }
  const below = accounts.filter(({ stage, balance }) => stage !== 'source' && balance < 0);
  check(below.length === 0, `${below.length} accounts below zero`);
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from ledger.transfer t left join kernel.journal_entry j on j.id = t.journal_entry_id
     where coalesce(trim(j.body::jsonb ->> 'reason'), '') = ''`,
  );
  check(rows[0]?.n === 0, `${rows[0]?.n} transfers without a reason`);
  return [
    `${accounts.length} soldes recalculés depuis ${transfers} virements dans ${books.length} livres : tous égaux`,
    `somme de chaque livre (${books.join(', ')}) : 0 ; aucun compte gardé sous zéro ; chaque virement a sa décision motivée`,
    ...(await situations(db)),
  ];
}

async function situations(db: DbHandle['db']): Promise<string[]> {
  const envelopes = await figuresByScope(db);
  for (const [scope, f] of envelopes) {
    const parts = [f.availableCents, f.reservedCents, f.committedCents, f.certifiedCents, f.paidCents];
    check(sumCents([...parts, f.releasedCents, f.recoveredCents]) === f.totalCents, `${scope} does not add up`);
  }
  const plan = await envelopeFigures(db, 'programme');
  check(plan !== null, 'the plan has no account');
  return [
    `${envelopes.size} enveloppes : disponible + réservé + engagé + certifié + payé font toujours le total (plan : ${formatCents(plan?.totalCents ?? 0)})`,
  ];
}

/** One cent moved behind every wall, in a transaction that is undone: the replay must see it, or it proves nothing. */
async function control(pool: pg.Pool): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      "update ledger.account set balance = balance + 1 where book = 'AE' and code = 'instrument:deffinum'",
    );
    const { wrong } = await replayed(client);
    check(
      wrong.length === 1 && wrong[0] === 'instrument:deffinum',
      `a cent moved by force was not seen: ${wrong.join(', ')}`,
    );
    return 'témoin : un centime ajouté de force, déclencheurs coupés, est vu par le recalcul';
  } finally {
    await client.query('rollback');
    client.release();
  }
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
