import { Readable } from 'node:stream';
import type { Kernel } from '../../kernel/kernel.ts';
import type { CourseFile } from '../store/courses.ts';

export class TooLarge extends Error {}

const MIB = 1024 * 1024;
export const MAX_XML_BYTES = 8 * MIB;
const MAX_PACKAGE_BYTES = 1024 * MIB;

/** Bytes as they come, no more than that. @throws TooLarge */
async function* bounded(body: ReadableStream<Uint8Array> | null, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLarge();
    yield chunk;
  }
}

export async function readSmall(request: Request, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of bounded(request.body, maxBytes)) parts.push(chunk);
  return Buffer.concat(parts);
}

/** A course in the body of a request, by its media type; `null`: of a type that no course has. A package goes to the disk as it comes. */
export async function takeCourse(kernel: Kernel, request: Request): Promise<CourseFile | null> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/xml' || type === 'text/xml')
    return { kind: 'structure', bytes: await readSmall(request, MAX_XML_BYTES) };
  if (type !== 'application/zip' && type !== 'application/x-zip-compressed') return null;
  const stored = await kernel.files.put(Readable.from(bounded(request.body, MAX_PACKAGE_BYTES), { objectMode: false }));
  return { kind: 'package', stored };
}
