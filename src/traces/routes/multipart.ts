import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Part } from '../store/attachments.ts';
import type { Problem } from './answer.ts';

/** Parts of a multipart/mixed body: the statements first, then what they name. */
export interface Mixed {
  readonly json: Buffer;
  readonly parts: readonly Part[];
}

const CRLF = '\r\n';
const HEADERS_MAX = 8 * 1024;
const MAX_PARTS = 1000;
const ALGORITHMS: Readonly<Record<number, string>> = { 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' };

/** RFC 2046 section 5.1: the boundary named by the header, quoted or not. */
export function boundaryOf(contentType: string): string | null {
  const found = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

export function readMixed(bytes: Buffer, boundary: string): Mixed | Problem {
  const pieces = piecesOf(bytes, boundary);
  const [first, ...others] = pieces?.map(headed) ?? [];
  if (!first || pieces === null || !/^application\/json/i.test(first.headers.get('content-type') ?? ''))
    return 'multipart';
  const parts: Part[] = [];
  for (const piece of others) {
    const part = piece === null ? ('multipart' as const) : partOf(piece);
    if (typeof part === 'string') return part;
    parts.push(part);
  }
  return { json: first.body, parts };
}

/** What stands between two boundaries; `null`: they do not open or close as they should. */
function piecesOf(bytes: Buffer, boundary: string): Buffer[] | null {
  const mark = Buffer.from(`--${boundary}`);
  const starts: number[] = [];
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) {
    if (at === 0 || bytes[at - 1] === 10) starts.push(at);
    if (starts.length > MAX_PARTS) return null;
  }
  const last = starts.at(-1);
  if (
    last === undefined ||
    starts.length < 2 ||
    bytes.toString('latin1', last + mark.length, last + mark.length + 2) !== '--'
  )
    return null;
  return starts.slice(0, -1).map((start, index) => trimmed(bytes.subarray(start + mark.length, starts[index + 1])));
}

/** Without the end of line of its boundary, and that before the next. */
function trimmed(piece: Buffer): Buffer {
  const from = piece.indexOf(10) + 1;
  const to = piece.length - (piece.at(-2) === 13 ? 2 : 1);
  return piece.subarray(from, Math.max(from, to));
}

interface Headed {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

function headed(piece: Buffer): Headed | null {
  const [crlf, lf] = [piece.indexOf('\r\n\r\n'), piece.indexOf('\n\n')];
  const end = crlf === -1 ? lf : crlf;
  if (end === -1 || end > HEADERS_MAX) return null;
  const headers = new Map(
    piece
      .toString('latin1', 0, end)
      .split(/\r?\n/)
      .map((line) => /^([^:\s]+):\s*(.*?)\s*$/.exec(line))
      .flatMap((found) => (found ? [[String(found[1]).toLowerCase(), String(found[2])] as const] : [])),
  );
  return { headers, body: piece.subarray(end + (crlf === -1 ? 2 : 4)) };
}

function partOf({ headers, body }: Headed): Part | Problem {
  const [contentType, sha2] = [headers.get('content-type'), headers.get('x-experience-api-hash')?.toLowerCase()];
  const isBinary = headers.get('content-transfer-encoding')?.toLowerCase() === 'binary';
  if (!contentType || !sha2 || !isBinary) return 'part-headers';
  const algorithm = ALGORITHMS[sha2.length];
  if (algorithm === undefined || createHash(algorithm).update(body).digest('hex') !== sha2) return 'part-hash';
  return { sha2, contentType, bytes: body };
}

export interface PartToSend {
  readonly sha2: string;
  readonly contentType: string;
  read(): Promise<AsyncIterable<Uint8Array>>;
}

/** The answer with its attachments, read as it leaves. */
export function writeMixed(json: string, parts: readonly PartToSend[]) {
  const boundary = `deffinum-${randomBytes(12).toString('hex')}`;
  const head = (headers: Readonly<Record<string, string>>) =>
    `--${boundary}${CRLF}${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}${CRLF}`)
      .join('')}${CRLF}`;
  async function* bytes() {
    yield Buffer.from(`${head({ 'Content-Type': 'application/json' })}${json}${CRLF}`);
    for (const part of parts) {
      yield Buffer.from(
        head({
          'Content-Type': part.contentType,
          'Content-Transfer-Encoding': 'binary',
          'X-Experience-API-Hash': part.sha2,
        }),
      );
      yield* await part.read();
      yield Buffer.from(CRLF);
    }
    yield Buffer.from(`--${boundary}--${CRLF}`);
  }
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    stream: Readable.toWeb(Readable.from(bytes())) as ReadableStream<Uint8Array>,
  };
}
