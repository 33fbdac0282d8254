import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/*
 * What names an account is kept sealed: nonce (12) ‖ tag (16) ‖ AES-256-GCM, under a key derived from the installation's
 * secret, the identifier of what it belongs to authenticated with it: a sealed text moved elsewhere does not open.
 */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The installation's secret is not the one this was sealed with, or the sealed text was altered. */
export class SealBroken extends Error {
  constructor(owner: string) {
    super(
      `Les coordonnées bancaires ${owner} ne s’ouvrent pas : le SECRET de cette installation a changé, ou elles ont été altérées.`,
    );
  }
}

const keys = new Map<string, Buffer>();

function keyFor(secret: string, purpose: string): Buffer {
  const name = `${purpose} ${secret}`;
  const known = keys.get(name) ?? Buffer.from(hkdfSync('sha256', secret, 'deffinum payments', purpose, 32));
  keys.set(name, known);
  return known;
}

export function seal(secret: string, owner: string, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, 'seal'), nonce).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws SealBroken */
export function unseal(secret: string, owner: string, sealed: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, 'seal'), sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new SealBroken(owner);
  }
}

/** The same number gives the same 32 bytes, which say nothing of it to who has not the secret. */
export const sameness = (secret: string, iban: string): Buffer =>
  createHmac('sha256', keyFor(secret, 'same')).update(iban).digest();
