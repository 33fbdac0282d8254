import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';

const WOFF = 0x774f4646;
const HEADER_BYTES = 44;
const ENTRY_BYTES = 20;
const CUTS = ['latin-400-normal', 'latin-700-normal', 'latin-ext-400-normal', 'latin-ext-700-normal'];

let cached: Buffer[] | null = null;

/** The product's typeface as the PDF compiler reads it. */
export function receiptFonts(): Buffer[] {
  if (cached) return cached;
  const folder = dirname(createRequire(import.meta.url).resolve('@fontsource/atkinson-hyperlegible-next/package.json'));
  cached = CUTS.map((cut) => sfntOf(readFileSync(join(folder, 'files', `atkinson-hyperlegible-next-${cut}.woff`))));
  return cached;
}

/** WOFF 1 is an OpenType font whose tables are deflated one by one. Source: W3C Recommendation WOFF 1.0, sections 3 to 5. */
export function sfntOf(woff: Buffer): Buffer {
  if (woff.readUInt32BE(0) !== WOFF) throw new Error('not a WOFF file');
  const count = woff.readUInt16BE(12);
  const directory = Buffer.alloc(12 + 16 * count);
  directory.writeUInt32BE(woff.readUInt32BE(4), 0);
  directory.writeUInt16BE(count, 4);
  const power = 2 ** Math.floor(Math.log2(count));
  directory.writeUInt16BE(power * 16, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE(count * 16 - power * 16, 10);
  const tables: Buffer[] = [];
  let offset = directory.length;
  for (let index = 0; index < count; index += 1) {
    const entry = HEADER_BYTES + ENTRY_BYTES * index;
    const table = tableOf(woff, entry);
    woff.copy(directory, 12 + 16 * index, entry, entry + 4);
    directory.writeUInt32BE(woff.readUInt32BE(entry + 16), 16 + 16 * index);
    directory.writeUInt32BE(offset, 20 + 16 * index);
    directory.writeUInt32BE(table.length, 24 + 16 * index);
    const padded = Buffer.alloc(Math.ceil(table.length / 4) * 4);
    table.copy(padded);
    tables.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([directory, ...tables]);
}

function tableOf(woff: Buffer, entry: number): Buffer {
  const start = woff.readUInt32BE(entry + 4);
  const packedBytes = woff.readUInt32BE(entry + 8);
  const sizeBytes = woff.readUInt32BE(entry + 12);
  const packed = woff.subarray(start, start + packedBytes);
  return packedBytes < sizeBytes ? inflateSync(packed) : packed;
}
