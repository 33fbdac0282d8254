import { sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { meant } from '../model/mend.ts';
import type { Mended } from '../model/search.ts';
import { asTokens, isToken } from '../model/synonyms.ts';
import { wordsIn } from './entry.ts';
import '../tables.ts';

const NEAR = 20;
/** Shorter ones are too near of everything. */
const MENDED_LETTERS = 4;

/** Each word that no description holds gives way to the nearest that one does; what is between quotes is left. */
export async function mendWords(
  db: DbOrTx,
  asked: string,
): Promise<{ readonly words: string; readonly mended: readonly Mended[] }> {
  const folded = asTokens(foldWords(asked));
  const loose = wordsIn(folded.replace(/"[^"]*"/g, ' ').replace(/-\p{L}+/gu, ' '));
  const typed = loose.filter((word) => word.length >= MENDED_LETTERS && !isToken(word));
  const mended: Mended[] = [];
  for (const word of await unknown(db, typed)) {
    const { rows } = await sql<{ word: string }>`select word from commons.near_words(${word}, ${NEAR}::int)`.execute(
      db,
    );
    const near = meant(
      word,
      rows.map((row) => row.word),
    );
    if (near !== null) mended.push({ typed: word, meant: near });
  }
  const words = mended.reduce(
    (text, one) => text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${one.typed}(?![\\p{L}\\p{N}])`, 'gu'), one.meant),
    folded,
  );
  return { words: words.trim(), mended };
}

/** Those whose stem no published description has; a word too common to be indexed is known. */
async function unknown(db: DbOrTx, words: readonly string[]): Promise<string[]> {
  if (words.length === 0) return [];
  const { rows } = await sql<{ word: string }>`
    select t.word from unnest(${[...words]}::text[]) as t (word),
      lateral (select (tsvector_to_array(to_tsvector('french', t.word)))[1] as stem) s
    where s.stem is not null and not exists (select 1 from commons.word w where w.stem = s.stem)`.execute(db);
  return rows.map(({ word }) => word);
}

const SUGGESTED = 8;

/** Ways to end the word being typed, the most published first; else the words nearest to it. */
export async function suggestWords(db: DbOrTx, typed: string): Promise<string[]> {
  const words = foldWords(typed).trimStart().split(/\s+/);
  const last = words.at(-1) ?? '';
  if (!/^[\p{L}\p{N}]{2,40}$/u.test(last)) return [];
  const before = typed.slice(0, typed.length - last.length).trim();
  const found = await db
    .selectFrom('commons.word')
    .select('word')
    .where('word', 'like', `${last}%`)
    .orderBy('published', 'desc')
    .orderBy('word')
    .limit(SUGGESTED)
    .execute();
  const near = found.length > 0 ? [] : await nearTo(db, last);
  return [...found.map(({ word }) => word), ...near].map((word) => (before === '' ? word : `${before} ${word}`));
}

async function nearTo(db: DbOrTx, word: string): Promise<string[]> {
  if (word.length < MENDED_LETTERS) return [];
  const { rows } = await sql<{ word: string }>`select word from commons.near_words(${word}, 3)`.execute(db);
  return rows.map((row) => row.word);
}
