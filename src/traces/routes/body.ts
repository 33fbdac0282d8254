export class BodyTooLarge extends Error {}
/** This process already holds as much as it may. */
export class BodyRefused extends Error {}
/** The connection ended before the body did. */
export class BodyCut extends Error {}

/** Bytes of bodies that may be in memory at once, all requests together. */
const MAX_HELD_BYTES = 96 * 1024 * 1024;
export const MAX_JSON_BYTES = 8 * 1024 * 1024;
export const MAX_MULTIPART_BYTES = 32 * 1024 * 1024;
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/** What all requests of this process hold, counted as it arrives: a slow or endless body costs what it sent, no more. */
let heldBytes = 0;

/** What arrives, and how much the request says will. */
export interface Arriving {
  readonly bytes: AsyncIterable<Uint8Array> | null;
  readonly declaredBytes: number;
}

/**
 * @param onEnd is given what lets go of the bytes, to call once the request is answered
 * @throws BodyTooLarge before the part that is too much is kept; BodyRefused when all requests together hold too much; BodyCut
 */
export async function readBody(
  { bytes, declaredBytes }: Arriving,
  maxBytes: number,
  onEnd: (release: () => void) => void,
): Promise<Buffer<ArrayBuffer>> {
  if (declaredBytes > maxBytes) throw new BodyTooLarge();
  // Said before a byte of it is read: its sender then hears why.
  if (heldBytes + declaredBytes > MAX_HELD_BYTES) throw new BodyRefused();
  let mine = 0;
  onEnd(() => {
    heldBytes -= mine;
    mine = 0;
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of uncut(bytes)) {
    if (mine + chunk.length > maxBytes) throw new BodyTooLarge();
    if (heldBytes + chunk.length > MAX_HELD_BYTES) throw new BodyRefused();
    mine += chunk.length;
    heldBytes += chunk.length;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* uncut(bytes: Arriving['bytes']): AsyncIterable<Uint8Array> {
  if (bytes === null) return;
  try {
    yield* bytes;
  } catch (error) {
    throw new BodyCut('the body stopped before its end', { cause: error });
  }
}
