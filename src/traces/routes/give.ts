import type { Members } from '../model/check.ts';
import { activitiesIn, attachmentsOf, canonicalOf, forEdition, idsOf, languagesOf } from '../model/form.ts';
import type { StatementQuery } from '../model/query.ts';
import { definitionsOf } from '../store/activities.ts';
import { partsOf } from '../store/attachments.ts';
import { FLAGS } from '../store/prepare.ts';
import { type Found, textOf } from '../store/read.ts';
import { type Answer, json } from './answer.ts';
import type { Asked } from './ask.ts';
import { writeMixed } from './multipart.ts';

/** Bytes of statements in one answer: a page of very long ones is cut, and its `more` leads on. */
const PAGE_BYTES = 4 * 1024 * 1024;

export interface Given {
  readonly texts: readonly string[];
  /** How many of those found are in the page. */
  readonly taken: number;
}

/** The JSON text of each statement, in the form that is asked for, as far as a page goes. */
export async function giveTexts(asked: Asked, found: readonly Found[], query: StatementQuery): Promise<Given> {
  const texts: string[] = [];
  let bytes = 0;
  for (const one of found) {
    const text = textOf(asked.lrs, one);
    bytes += text.length;
    if (texts.length > 0 && bytes > PAGE_BYTES) break;
    texts.push(text);
  }
  return { texts: await inForm(asked, texts, found, query), taken: texts.length };
}

async function inForm(
  { edition, lrs, ask, house }: Asked,
  texts: readonly string[],
  found: readonly Found[],
  { form }: StatementQuery,
): Promise<string[]> {
  const strip = (text: string, index: number) =>
    edition === '1.0' && (found[index]?.flags ?? 0) & FLAGS.two
      ? JSON.stringify(forEdition(JSON.parse(text) as Members, edition))
      : text;
  const exact = texts.map(strip);
  if (form === 'exact') return exact;
  const statements = exact.map((text) => JSON.parse(text) as Members);
  if (form === 'ids') return statements.map((one) => JSON.stringify(idsOf(one)));
  const iris = new Set(statements.flatMap((one) => [...activitiesIn(one).keys()]));
  const definitions = await definitionsOf(house.kernel.db, lrs, [...iris]);
  const languages = languagesOf(ask.header('accept-language') ?? '');
  return statements.map((one) => JSON.stringify(canonicalOf(one, definitions, languages)));
}

/** JSON, or with the attachments beside it; HEAD asks for the headers of the same. */
export async function giveBody(
  { house, lrs }: Asked,
  text: string,
  found: readonly Found[],
  query: StatementQuery,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  if (!query.attachments) return json(text, headers);
  const withParts = found.filter(({ flags }) => flags & FLAGS.attachments);
  const named = new Set(withParts.flatMap((one) => namedIn(JSON.parse(textOf(lrs, one)) as Members)));
  const kept = named.size === 0 ? [] : await partsOf(house.kernel, lrs.lrs, [...named]);
  const mixed = writeMixed(
    text,
    kept.map(({ sha2, contentType, fileSha256 }) => ({
      sha2,
      contentType,
      read: async () => (await house.kernel.files.open(fileSha256)) as AsyncIterable<Uint8Array>,
    })),
  );
  return { status: 200, headers: { ...headers, 'Content-Type': mixed.contentType }, body: mixed.stream };
}

const namedIn = (statement: Members): string[] =>
  attachmentsOf(statement).map(({ sha2 }) => String(sha2).toLowerCase());
