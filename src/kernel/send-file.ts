import { Readable } from 'node:stream';
import type { FileFacts } from './file-facts.ts';
import type { ByteRange, FileStore } from './files.ts';
import type { AppContext } from './http.ts';

/** Nothing a stored file holds may run in this site's name, even opened by mistake. */
const CLOSED_POLICY = "default-src 'none'; sandbox";

/**
 * Answers with a stored file: always as a download, never as a page. One part may be asked (`Range`).
 *
 * @param name as the person sent it; the header carries it whole and an ASCII copy
 * @returns 404 for a file set aside by the antivirus: it is never served, to anyone
 */
export async function sendFile(c: AppContext, files: FileStore, file: FileFacts, name: string): Promise<Response> {
  if (file.scanState === 'infected') return c.notFound();
  const headers = {
    'Content-Type': file.mediaType,
    'Content-Disposition': contentDisposition(name),
    'Content-Security-Policy': CLOSED_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-cache',
    'Accept-Ranges': 'bytes',
    ETag: `"${file.sha256}"`,
  };
  if (c.req.header('if-none-match') === headers.ETag) return c.body(null, 304, headers);
  const range = readRange(c.req.header('range'), file.sizeBytes);
  if (range === 'unsatisfiable') return c.body(null, 416, { ...headers, 'Content-Range': `bytes */${file.sizeBytes}` });
  const bytes = await files.open(file.sha256, range ?? undefined);
  const body = Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
  if (range === null) return c.body(body, 200, { ...headers, 'Content-Length': String(file.sizeBytes) });
  return c.body(body, 206, {
    ...headers,
    'Content-Length': String(range.to - range.from + 1),
    'Content-Range': `bytes ${range.from}-${range.to}/${file.sizeBytes}`,
  });
}

/** Source: RFC 6266 and RFC 8187. */
export function contentDisposition(name: string): string {
  const ascii =
    name
      .normalize('NFD')
      .replace(/[^\x20-\x7e]/g, '')
      .replace(/["\\]/g, '_') || 'document';
  const whole = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`;
}

/** One part only; a list of parts, or what cannot be read, gets the whole file. Source: RFC 9110, 14.2. */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [, first = '', last = ''] = match;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? 'unsatisfiable' : { from: sizeBytes - length, to: sizeBytes - 1 };
  }
  const from = Number(first);
  const to = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < from) return null;
  return from >= sizeBytes ? 'unsatisfiable' : { from, to };
}
