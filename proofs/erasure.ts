import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Proof } from '../scripts/prove.ts';
import { createApp, jobTable } from '../src/app.tsx';
import { count } from '../src/kernel/count.ts';
import { newId } from '../src/kernel/ids.ts';
import { type ChainLink, firstBrokenLink } from '../src/kernel/journal.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { keyFor, type Machine, machineOf } from '../src/traces/fixtures/machine.ts';
import { COMPLETED } from '../src/traces/fixtures.ts';
import { checkBatch } from '../src/traces/model/bounds.ts';
import { learnDictionaries } from '../src/traces/store/dictionaries.ts';
import {
  askErasure,
  erasePerson,
  erasureById,
  mailboxIdentifiers,
  orderErasure,
} from '../src/traces/store/erasures.ts';
import { type Found, textOf } from '../src/traces/store/read.ts';
import { openStores } from '../src/traces/store/stores.ts';
import { chainWhole } from './_chain.ts';
import { onFundedRig } from './_funded.ts';
import { told } from './_traces.ts';

const OTHERS = 900;
const MINE = 450;
const EMAIL = 'personne.effacee@example.org';
const NAME = 'Prénom-Exemple Nom-Exemple';
const PERSON = { objectType: 'Agent', name: NAME, mbox: `mailto:${EMAIL}` };
/** What must be found nowhere. */
const VALUES = [EMAIL, NAME, createHash('sha1').update(PERSON.mbox).digest('hex')];

export const proof: Proof = {
  promise: 'une personne effacée des traces n’y est plus nulle part, et aucun total, aucune chaîne ne change',
  run: () => onFundedRig(async (kernel, client) => prove(kernel, client)),
};

async function prove(kernel: Kernel, client: pg.Client): Promise<string[]> {
  const organisationId = newId();
  const tool = toolOf(kernel, await keyFor(kernel, organisationId));
  const { rows: stores } = await client.query<{ lrs: number }>('select lrs from traces.lrs');
  const lrs = stores[0]?.lrs ?? 0;
  await tell(kernel, tool);
  const before = await search(kernel, client, lrs);
  if (before.length === 0) throw new Error('control: the person is not found before the erasure');
  const [totals, elsewhere] = [await totalsOf(client), await fingerprints(client)];
  const id = await erase(kernel, lrs, organisationId);
  const after = await search(kernel, client, lrs);
  if (after.length > 0) throw new Error(`still there: ${after.slice(0, 5).join(', ')}`);
  same('totals of the traces', totals, await totalsOf(client));
  same('tables outside the traces', elsewhere, await fingerprints(client));
  const rewritten = await stillValid(kernel, client, lrs, id);
  const chains = await chainsHold(client);
  const receipts = await receiptsHold(kernel, client);
  await control(kernel, client, lrs);
  return [
    `${MINE} traces d’une personne parmi ${OTHERS + MINE} : ${rewritten} réécrites, toutes encore conformes à la norme`,
    `adresse, empreinte et nom cherchés dans chaque ligne de chaque table, traces décompressées : ${before.length} avant, 0 après`,
    `totaux par verbe, activité et inscription : inchangés ; ${elsewhere.length} tables hors des traces : inchangées`,
    `${count(chains, 'chaîne')} du journal et ${count(receipts, 'chaîne')} de récépissés : vérifiées de bout en bout`,
    'contrôle : le nom remis exprès dans une trace et dans une table est retrouvé',
  ];
}

function toolOf(kernel: Kernel, key: Awaited<ReturnType<typeof keyFor>>): Machine {
  const app = createApp(kernel, async () => null);
  return machineOf({ fetch: async (path, init) => app.request(`http://localhost${path}`, init) }, key);
}

/** The person as actor, as instructor, inside a group, in an answer and in a document; and a dictionary learnt from all that. */
async function tell(kernel: Kernel, tool: Machine): Promise<void> {
  const ways = (n: number) =>
    [
      { actor: PERSON },
      { context: { ...told(n).context, instructor: PERSON } },
      { actor: { objectType: 'Group', name: 'Groupe', member: [told(n).actor, PERSON] } },
      {
        actor: PERSON,
        result: { response: `Je suis ${NAME}, ${EMAIL.toUpperCase()}`, extensions: { 'https://example.org/x': EMAIL } },
      },
      { actor: { mbox_sha1sum: VALUES[2] } },
    ][n % 5];
  const mine = Array.from({ length: MINE }, (_none, n) => ({ ...told(n), ...ways(n) }));
  const others = Array.from({ length: OTHERS }, (_none, n) => told(n));
  for (const batch of [others, mine]) {
    const { status } = await tool.post(batch);
    if (status !== 200) throw new Error(`the tool was answered ${status}`);
  }
  const [pointing] = (await tool.ids({ agent: JSON.stringify({ mbox: PERSON.mbox }), limit: '1' })).map((id) => ({
    ...COMPLETED,
    object: { objectType: 'StatementRef', id },
  }));
  await tool.post(pointing);
  const query = new URLSearchParams({
    activityId: COMPLETED.object.id,
    agent: JSON.stringify({ mbox: PERSON.mbox }),
    stateId: 'reprise',
  });
  await tool.call('PUT', `activities/state?${query}`, { body: { qui: NAME } });
  await learnDictionaries(kernel.db, kernel.clock.now());
}

async function erase(kernel: Kernel, lrs: number, organisationId: string): Promise<string> {
  const at = kernel.clock.now();
  const asking = { lrs, identifiers: mailboxIdentifiers(EMAIL), askedBy: null, at };
  const id = await kernel.db.transaction().execute((tx) => askErasure(tx, asking));
  const erasure = await erasureById(kernel.db, organisationId, id);
  if (erasure === null) throw new Error('the request is not found');
  await kernel.db.transaction().execute((tx) => orderErasure(tx, kernel, erasure, newId(), at));
  await erasePerson(kernel, lrs, id);
  // Queued too: a second run must be harmless.
  await jobTable['traces.erase-person']?.(kernel, { lrs, id });
  return id;
}

const rowsOf = async (client: pg.Client, table: string) =>
  (await client.query<{ row: string }>(`select t::text as row from ${table} t`)).rows.map(({ row }) => row);

async function tables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Every row of every table, bytes read as text too, and each statement as it is given back. */
async function search({ db }: Kernel, client: pg.Client, lrs: number): Promise<string[]> {
  const values = VALUES.flatMap((value) => [value.toLowerCase(), Buffer.from(value).toString('hex')]);
  const holds = (text: string) => values.some((value) => text.toLowerCase().includes(value));
  const found: string[] = [];
  for (const table of await tables(client))
    for (const row of await rowsOf(client, table)) if (holds(row)) found.push(table);
  const store = await openStores(db).get(lrs);
  const { rows } = await client.query<Found>(
    'select seq::float8 as seq, flags, source, dictionary, body from traces.statement where lrs = $1',
    [lrs],
  );
  for (const row of rows) if (holds(textOf(store, row))) found.push(`statement ${row.seq}`);
  return found;
}

/** What dashboards count. */
async function totalsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ row: string }>(`
    select 'verb ' || verb || ' ' || count(*) as row from traces.statement group by verb
    union all select 'object ' || coalesce(object, 0) || ' ' || count(*) from traces.statement group by object
    union all select 'registration ' || coalesce(registration, 0) || ' ' || count(*) from traces.statement group by registration
    union all select 'ids ' || count(*) from traces.statement_id
    order by 1`);
  return rows.map(({ row }) => row);
}

/** Of every table that an erasure has no business in. */
async function fingerprints(client: pg.Client): Promise<string[]> {
  const kept = (await tables(client)).filter((name) => !/^(traces|queue)\.|^kernel\.journal/.test(name));
  const all: string[] = [];
  for (const table of kept) {
    const rows = (await rowsOf(client, table)).sort();
    all.push(`${table} ${createHash('sha256').update(rows.join('\n')).digest('hex')}`);
  }
  return all;
}

function same(what: string, before: readonly string[], after: readonly string[]): void {
  const changed = before.filter((one, index) => one !== after[index]);
  if (changed.length > 0 || before.length !== after.length)
    throw new Error(`${what} changed: ${changed.slice(0, 3).join(', ')}`);
}

async function stillValid({ db }: Kernel, client: pg.Client, lrs: number, erasureId: string): Promise<number> {
  const store = await openStores(db).get(lrs);
  const { rows } = await client.query<Found>(
    'select seq::float8 as seq, flags, source, dictionary, body from traces.statement where lrs = $1',
    [lrs],
  );
  const texts = rows.map((row) => textOf(store, row));
  for (const text of texts) {
    const fault = checkBatch(JSON.parse(text), '2.0');
    if (fault !== null) throw new Error(`no longer a statement: ${JSON.stringify(fault)} ${text}`);
  }
  const rewritten = texts.filter((text) => text.includes(erasureId)).length;
  if (rewritten !== MINE) throw new Error(`${rewritten} statements bear the alias, not ${MINE}`);
  return rewritten;
}

async function chainsHold(client: pg.Client): Promise<number> {
  const { rows } = await client.query<ChainLink>(
    'select chain, seq::float8 as seq, body, prev_hash, hash from kernel.journal_entry order by chain, seq',
  );
  const chains = [...Map.groupBy(rows, ({ chain }) => chain)];
  for (const [chain, links] of chains)
    if (firstBrokenLink(links) !== null) throw new Error(`the chain ${chain} is broken`);
  return chains.length;
}

async function receiptsHold({ db }: Kernel, client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ wave_id: string; count: number }>(
    'select wave_id, count(*)::int as count from deposits.receipt group by wave_id',
  );
  for (const { wave_id, count } of rows) await chainWhole(db, wave_id, count);
  if (rows.length === 0) throw new Error('control: no receipt to verify');
  return rows.length;
}

/** What the search is worth: a name put back is found, in a table and in a statement. */
async function control(kernel: Kernel, client: pg.Client, lrs: number): Promise<void> {
  const tool = toolOf(kernel, await keyFor(kernel, newId()));
  await tool.post({ ...COMPLETED, actor: PERSON });
  const { rows } = await client.query<{ lrs: number }>('select max(lrs) as lrs from traces.lrs');
  const there = await search(kernel, client, rows[0]?.lrs ?? lrs);
  if (!there.some((one) => one.startsWith('statement')))
    throw new Error('control: a statement that names them is not found');
  await client.query('update traces.credential set name = $1 where lrs = $2', [NAME, lrs]);
  if ((await search(kernel, client, lrs)).length === 0) throw new Error('control: a row that names them is not found');
}
