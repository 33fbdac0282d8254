import { Readable } from 'node:stream';
import { type AnyWebReadableStream, fileTypeFromStream } from 'file-type';
import type { Content } from './model.ts';

/** Enough to tell text from anything else. */
const TEXT_SAMPLE_BYTES = 64 * 1024;

/**
 * What a file is by its bytes, whatever its name says.
 *
 * @param read opens the file from its beginning; called at most twice, each stream is closed
 */
export async function contentOf(read: () => Promise<Readable>): Promise<Content> {
  const signature = await signatureOf(await read());
  if (signature !== null) return { signature, looksLikeText: false };
  return { signature, looksLikeText: looksLikeText(await firstBytes(await read(), TEXT_SAMPLE_BYTES)) };
}

async function signatureOf(stream: Readable): Promise<string | null> {
  try {
    const web = Readable.toWeb(stream) as AnyWebReadableStream<Uint8Array>;
    return (await fileTypeFromStream(web))?.mime ?? null;
  } finally {
    stream.destroy();
  }
}

async function firstBytes(stream: Readable, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    parts.push(Buffer.from(chunk));
    size += chunk.length;
    if (size >= limit) break;
  }
  return Buffer.concat(parts).subarray(0, limit);
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const FORM_FEED = 0x0c;
const RETURN = 0x0d;

/** No control byte but the white space of text: holds for UTF-8 and for the Windows encoding of French spreadsheets. */
export const looksLikeText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte >= 0x20 || byte === TAB || byte === LINE_FEED || byte === FORM_FEED || byte === RETURN);
