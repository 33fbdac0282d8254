import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Dictionary, FIRST_DICTIONARY } from './squeeze.ts';

/** The store of one organisation, as a process knows it. */
export interface Lrs {
  readonly lrs: number;
  /** In hexadecimal. */
  readonly salt: string;
  /** The one that new statements are squeezed with. */
  readonly dictionary: Dictionary;
  readonly dictionaries: ReadonlyMap<number, Dictionary>;
}

/** A store is read once in a while: only its dictionaries change, and old ones are kept. */
const KNOWN_MS = 60_000;
const SETTLED_SECONDS = 300;

export function openStores(db: Db) {
  const known = new Map<number, { readonly at: number; readonly store: Promise<Lrs> }>();
  const get = (lrs: number): Promise<Lrs> => {
    const found = known.get(lrs);
    if (found && performance.now() - found.at < KNOWN_MS) return found.store;
    const store = readStore(db, lrs);
    known.set(lrs, { at: performance.now(), store });
    store.catch(() => known.delete(lrs));
    return store;
  };
  return { get, forget: (lrs: number) => known.delete(lrs) };
}
export type Stores = ReturnType<typeof openStores>;

export async function readStore(db: DbOrTx, lrs: number): Promise<Lrs> {
  const { salt } = await db.selectFrom('traces.lrs').select('salt').where('lrs', '=', lrs).executeTakeFirstOrThrow();
  // Before anything is written with a dictionary, every process has had the time to learn of it.
  const { rows } = await sql<Dictionary & { settled: boolean }>`
    select number, bytes, made_at < now() - make_interval(secs => ${SETTLED_SECONDS}) as settled
    from traces.dictionary where lrs = ${lrs} order by number`.execute(db);
  const all: readonly (Dictionary & { settled: boolean })[] = [{ ...FIRST_DICTIONARY, settled: true }, ...rows];
  return {
    lrs,
    salt: salt.toString('hex'),
    dictionary: all.findLast(({ settled }) => settled) ?? FIRST_DICTIONARY,
    dictionaries: new Map(all.map((one) => [one.number, one])),
  };
}

/** The store of an organisation, opened when first needed. */
export async function ensureStore(tx: Tx, organisationId: string, at: Instant): Promise<{ lrs: number; salt: string }> {
  await sql`insert into traces.lrs (lrs, organisation_id, salt, created_at)
    select coalesce(max(lrs), 0) + 1, ${organisationId}, ${randomBytes(32)}, ${at} from traces.lrs
    on conflict (organisation_id) do nothing`.execute(tx);
  const row = await tx
    .selectFrom('traces.lrs')
    .select(['lrs', 'salt'])
    .where('organisation_id', '=', organisationId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return { lrs: row.lrs, salt: row.salt.toString('hex') };
}

/** Whose store it is. */
export async function organisationOf(db: DbOrTx, lrs: number): Promise<string> {
  const row = await db
    .selectFrom('traces.lrs')
    .select('organisation_id')
    .where('lrs', '=', lrs)
    .executeTakeFirstOrThrow();
  return row.organisation_id;
}
