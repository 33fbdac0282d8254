/** Bytes that may be read anywhere, without being held whole. */
export interface Source {
  readonly sizeBytes: number;
  /** Exactly `length` bytes from `offset`. @throws when they are beyond the end */
  read(offset: number, length: number): Promise<Buffer>;
}

export const sourceOf = (bytes: Buffer): Source => ({
  sizeBytes: bytes.length,
  read: async (offset, length) => {
    if (offset < 0 || offset + length > bytes.length) throw new RangeError('beyond the end');
    return bytes.subarray(offset, offset + length);
  },
});

const BLOCK_BYTES = 256 * 1024;
const BLOCKS_KEPT = 16;

/** Reads whole blocks and keeps the last few: thousands of small headers cost a handful of reads. */
export function cached(source: Source): Source {
  const kept = new Map<number, Promise<Buffer>>();
  const block = (index: number): Promise<Buffer> => {
    const known = kept.get(index);
    if (known) return known;
    const from = index * BLOCK_BYTES;
    const read = source.read(from, Math.min(BLOCK_BYTES, source.sizeBytes - from));
    kept.set(index, read);
    const [oldest] = kept.keys();
    if (kept.size > BLOCKS_KEPT && oldest !== undefined) kept.delete(oldest);
    return read;
  };
  return {
    sizeBytes: source.sizeBytes,
    read: async (offset, length) => {
      if (offset < 0 || offset + length > source.sizeBytes) throw new RangeError('beyond the end');
      if (length > BLOCK_BYTES) return source.read(offset, length);
      const first = Math.floor(offset / BLOCK_BYTES);
      const last = Math.floor((offset + Math.max(length, 1) - 1) / BLOCK_BYTES);
      const parts: Buffer[] = [];
      for (let index = first; index <= last; index += 1) parts.push(await block(index));
      const start = offset - first * BLOCK_BYTES;
      const joined = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      return joined.subarray(start, start + length);
    },
  };
}

/** The first bytes, as many as there are. */
export const headOf = (source: Source, bytes: number): Promise<Buffer> =>
  source.read(0, Math.min(bytes, source.sizeBytes));
