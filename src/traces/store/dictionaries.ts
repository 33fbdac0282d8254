import { sql } from 'kysely';
import type { Db } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { withoutPeople } from '../model/erase.ts';
import { type Found, textOf } from './read.ts';
import { type Dictionary, squeeze } from './squeeze.ts';
import { type Lrs, openStores } from './stores.ts';

/** A sample is made of so many statements of the store, taken all along its last ones. */
const SAMPLES = 24;
const AMONG = 2000;
const ENOUGH = 200;
/** What deflate can look back to, less what a statement needs. */
const BYTES = 24 * 1024;
/** A new dictionary is kept when it makes statements smaller by this at least. */
const GAIN = 0.9;

/**
 * A store's own statements squeeze better against a few of them than against a list of common words. A dictionary is never rewritten:
 * it is learnt from statements without their people, so that it need not be when one of them is erased.
 */
export async function learnDictionaries(db: Db, at: Instant): Promise<void> {
  const rows = await db.selectFrom('traces.lrs').select('lrs').orderBy('lrs').execute();
  const stores = openStores(db);
  for (const { lrs } of rows) await learn(db, await stores.get(lrs), at);
}

async function learn(db: Db, lrs: Lrs, at: Instant): Promise<void> {
  const { rows } = await sql<Found>`
    select seq, flags, source, dictionary, body from traces.statement
    where lrs = ${lrs.lrs} order by seq desc limit ${AMONG}`.execute(db);
  if (rows.length < ENOUGH) return;
  const step = Math.floor(rows.length / SAMPLES);
  const taken = rows.filter((_, index) => index % step === 0);
  const tried = rows.filter((_, index) => index % step === 1).map((row) => textOf(lrs, row));
  const learnt = sampleOf(taken.map((row) => JSON.stringify(withoutPeople(JSON.parse(textOf(lrs, row))))));
  const candidate: Dictionary = { number: lrs.dictionary.number + 1, bytes: learnt };
  const weight = (dictionary: Dictionary) => tried.reduce((sum, text) => sum + squeeze(text, dictionary).length, 0);
  if (weight(candidate) > weight(lrs.dictionary) * GAIN) return;
  await sql`insert into traces.dictionary (lrs, number, bytes, made_at)
    values (${lrs.lrs}, ${candidate.number}, ${candidate.bytes}, ${at}) on conflict do nothing`.execute(db);
}

/** The latest statements last: what is near is found sooner. */
function sampleOf(texts: readonly string[]): Buffer {
  const all = Buffer.from([...texts].reverse().join(''));
  return all.subarray(Math.max(0, all.length - BYTES));
}
