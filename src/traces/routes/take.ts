import { isUtf8 } from 'node:buffer';
import { checkBatch, MAX_STATEMENT_BYTES } from '../model/bounds.ts';
import { at, fault, type Members } from '../model/check.ts';
import { attachmentsOf } from '../model/form.ts';
import { isUuid } from '../model/formats.ts';
import { parsedOr } from '../model/query.ts';
import { slicesOf } from '../model/slices.ts';
import type { Part } from '../store/attachments.ts';
import { type Told, toldIn } from '../store/prepare.ts';
import { type Answer, faulty, faultyParameter, problem } from './answer.ts';
import type { Asked } from './ask.ts';
import { MAX_JSON_BYTES, MAX_MULTIPART_BYTES } from './body.ts';
import { boundaryOf, readMixed } from './multipart.ts';
import { signaturesHold } from './signature.ts';

/** What a request brought: statements that follow every rule, and the contents they name. */
export interface Taken {
  readonly told: readonly Told[];
  readonly parts: readonly Part[];
}

export const isAnswer = (value: object): value is Answer => 'status' in value;

/** @param putId id of the address, for PUT: one statement, of this id */
export async function takeStatements({ ask, edition }: Asked, putId: string | null): Promise<Taken | Answer> {
  const came = await readBody(ask);
  if (isAnswer(came)) return came;
  if (!isUtf8(came.json)) return problem('not-utf8');
  const text = came.json.toString('utf8');
  const value = parsedOr(text);
  if (value === undefined) return problem('not-json');
  if (putId !== null && Array.isArray(value)) return problem('one-statement');
  const found = checkBatch(value, edition);
  if (found !== null) return faulty(found);
  const told = toldOf(value, text, putId);
  if (isAnswer(told)) return told;
  return (await contentsFault(told, came.parts)) ?? { told, parts: came.parts };
}

async function readBody(ask: Asked['ask']): Promise<{ json: Buffer; parts: readonly Part[] } | Answer> {
  const contentType = ask.header('content-type') ?? '';
  if (/^application\/json\s*(?:;|$)/i.test(contentType)) return { json: await ask.body(MAX_JSON_BYTES), parts: [] };
  if (!/^multipart\/mixed\s*;/i.test(contentType)) return problem('wrong-content-type', 'Content-Type');
  const boundary = boundaryOf(contentType);
  if (boundary === null) return problem('multipart', 'boundary');
  const mixed = readMixed(await ask.body(MAX_MULTIPART_BYTES), boundary);
  return typeof mixed === 'string' ? problem(mixed) : mixed;
}

function toldOf(value: unknown, text: string, putId: string | null): readonly Told[] | Answer {
  const values = (Array.isArray(value) ? value : [value]) as readonly Members[];
  const texts = slicesOf(text);
  const long = texts.findIndex((one) => Buffer.byteLength(one) > MAX_STATEMENT_BYTES);
  const large = fault('too-large', String(MAX_STATEMENT_BYTES));
  if (long !== -1) return faulty(at(long, large) ?? large);
  if (putId === null) return values.map((one, index) => toldIn(one, texts[index] ?? ''));
  const [one = {}] = values;
  if (typeof one.id === 'string' && one.id.toLowerCase() !== putId.toLowerCase()) return problem('other-id', '$.id');
  return [toldIn(one, texts[0] ?? '', putId)];
}

/** The id that PUT gives in its address. */
export function putIdOf({ ask }: Asked): string | Answer {
  const [name, ...others] = ask.parameters.keys();
  const id = ask.parameters.get('statementId');
  if (id === null)
    return faultyParameter({
      code: name ? 'unknown-parameter' : 'missing',
      path: [name ?? 'statementId'],
      about: 'statementId',
    });
  if (others.length > 0)
    return faultyParameter({ code: 'unknown-parameter', path: [others[0] ?? ''], about: 'statementId' });
  return isUuid(id) ? id : faultyParameter({ code: 'uuid', path: ['statementId'] });
}

async function contentsFault(told: readonly Told[], parts: readonly Part[]): Promise<Answer | null> {
  const attachments = told.flatMap(({ value }) => attachmentsOf(value));
  const named = new Set(attachments.map(({ sha2 }) => String(sha2).toLowerCase()));
  const sent = new Set(parts.map(({ sha2 }) => sha2));
  const spare = parts.find(({ sha2 }) => !named.has(sha2));
  if (spare !== undefined) return problem('part-unknown', spare.sha2);
  const absent = attachments.find(
    ({ sha2, fileUrl }) => fileUrl === undefined && !sent.has(String(sha2).toLowerCase()),
  );
  if (absent !== undefined) return problem('part-missing', String(absent.sha2));
  for (const { value, id } of told) if (!(await signaturesHold(value, parts))) return problem('signature', id);
  return null;
}
