import { sql } from 'kysely';
import type { Db } from '../../kernel/db.ts';
import type { Members } from '../model/check.ts';
import type { MyStore, ToolPurpose } from '../model/rights.ts';
import { lineOf } from '../model/words.ts';
import { seqsNaming } from './erase.ts';
import { keyOf } from './keys.ts';
import { type Found, textOf } from './read.ts';
import { type Lrs, openStores } from './stores.ts';

const SHOWN = 20;
const PAGE = 500;

/** Organisations whose store names the person, in one question whatever their number. */
async function storesNaming(db: Db, identifiers: readonly string[]) {
  const stores = await db.selectFrom('traces.lrs').select(['lrs', 'organisation_id', 'salt']).orderBy('lrs').execute();
  const keys = (space: 'agent' | 'related-agent') =>
    stores.flatMap(({ salt }) => identifiers.map((one) => keyOf(salt.toString('hex'), space, one)));
  const [agents, related] = [keys('agent'), keys('related-agent')];
  const { rows } = await sql<{ lrs: number; count: number }>`
    select lrs, count(*) as count from (
      select lrs, seq from traces.statement where actor = any(${agents}::bigint[])
      union select lrs, seq from traces.statement_key where k = any(${[...agents, ...related]}::bigint[])
    ) named group by lrs order by lrs`.execute(db);
  const organisations = new Map(stores.map(({ lrs, organisation_id }) => [lrs, organisation_id]));
  return rows.map(({ lrs, count }) => ({ lrs, count, organisationId: organisations.get(lrs) ?? '' }));
}

/** What each organisation's tools told of the person. */
export async function myTraces(db: Db, identifiers: readonly string[]): Promise<MyStore[]> {
  const stores = openStores(db);
  const found: MyStore[] = [];
  for (const { lrs, count, organisationId } of await storesNaming(db, identifiers)) {
    const store = await stores.get(lrs);
    const latest = await pageOf(db, store, identifiers, { after: null, limit: SHOWN });
    found.push({
      lrs,
      organisationId,
      count,
      tools: await toolsOf(db, store, identifiers),
      latest: latest.map((row) => lineOf(JSON.parse(textOf(store, row)) as Members)),
      isAsked: await isAsked(db, lrs, identifiers),
    });
  }
  return found;
}

async function toolsOf(db: Db, lrs: Lrs, identifiers: readonly string[]): Promise<ToolPurpose[]> {
  const { rows } = await sql<ToolPurpose>`
    select c.name as tool, count(*) as statements, c.purpose, c.legal_basis as "legalBasis", c.retention_months as "retentionMonths"
    from (${seqsNaming(lrs, identifiers)}) named join traces.statement s on s.lrs = ${lrs.lrs} and s.seq = named.seq
      join traces.credential c on c.lrs = s.lrs and c.number = s.source
    group by c.number, c.name, c.purpose, c.legal_basis, c.retention_months order by c.number`.execute(db);
  return rows;
}

async function isAsked(db: Db, lrs: number, identifiers: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select from traces.erasure where lrs = ${lrs} and state in ('asked', 'ordered')
    and identifiers && ${[...identifiers]}::text[]`.execute(db);
  return rows.length > 0;
}

/** The latest first. */
async function pageOf(
  db: Db,
  lrs: Lrs,
  identifiers: readonly string[],
  { after, limit }: { readonly after: number | null; readonly limit: number },
): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select s.seq, s.flags, s.source, s.dictionary, s.body from traces.statement s
    where s.lrs = ${lrs.lrs} and s.seq in (${seqsNaming(lrs, identifiers)})
      and (${after}::bigint is null or s.seq < ${after}::bigint)
    order by s.seq desc limit ${limit}`.execute(db);
  return rows;
}

/** Every statement that names the person, whole, a line each: JSON Lines, as any other record store reads it. */
export async function* exportOf(db: Db, identifiers: readonly string[]): AsyncGenerator<Buffer> {
  const stores = openStores(db);
  for (const { lrs } of await storesNaming(db, identifiers)) {
    const store = await stores.get(lrs);
    for (let after: number | null = null; ; ) {
      const page: Found[] = await pageOf(db, store, identifiers, { after, limit: PAGE });
      yield Buffer.from(page.map((row) => `${textOf(store, row)}\n`).join(''));
      after = page.at(-1)?.seq ?? null;
      if (page.length < PAGE) break;
    }
  }
}
