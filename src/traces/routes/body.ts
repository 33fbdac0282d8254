export class BodyTooLarge extends Error {}
/** This process already holds as much as it may. */
export class BodyRefused extends Error {}

/** Bytes of bodies that may be in memory at once, all requests together. */
const MAX_HELD_BYTES = 96 * 1024 * 1024;
export const MAX_JSON_BYTES = 8 * 1024 * 1024;
export const MAX_MULTIPART_BYTES = 32 * 1024 * 1024;
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/** What all requests of this process hold, counted as it arrives: a slow or endless body costs what it sent, no more. */
let heldBytes = 0;

/**
 * @param release is called once the request is answered
 * @throws BodyTooLarge before the part that is too much is kept; BodyRefused when all requests together hold too much
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  onEnd: (release: () => void) => void,
): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new BodyTooLarge();
  let mine = 0;
  onEnd(() => {
    heldBytes -= mine;
    mine = 0;
  });
  const chunks: Uint8Array[] = [];
  if (request.body === null) return Buffer.alloc(0);
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    if (mine + chunk.length > maxBytes) throw new BodyTooLarge();
    if (heldBytes + chunk.length > MAX_HELD_BYTES) throw new BodyRefused();
    mine += chunk.length;
    heldBytes += chunk.length;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
