import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonical } from '../../kernel/journal.ts';
import type { ChainPosition, ManifestFile, Receipt, ReceiptBody, ReceiptContent } from '../model/receipt.ts';

export const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

export const GENESIS = Buffer.alloc(32);

/** Hash of the list of files as RFC 8785 text: the order of the list counts. */
export const manifestSha256 = (files: readonly ManifestFile[]): string => sha256(canonical(files)).toString('hex');

export interface SigningKey {
  readonly id: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** 32 hexadecimal digits: the beginning of the SHA-256 of the public key (SPKI, DER). */
export function keyIdOf(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  return sha256(der).toString('hex').slice(0, 32);
}

export interface SealedReceipt {
  readonly body: ReceiptBody;
  /** Exactly the bytes that were signed. */
  readonly bodyText: string;
  readonly contentSha256: Buffer;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
  readonly signature: Buffer;
}

/** Links a receipt to the head of its chain and signs it, about 60 µs. */
export function sealReceipt(
  content: ReceiptContent,
  head: { readonly seq: number; readonly hash: Buffer },
  key: SigningKey,
): SealedReceipt {
  if (content.keyId !== key.id) throw new Error('a receipt names the key that signs it');
  const contentSha256 = sha256(canonical(content));
  const hash = linkHash(head.hash, contentSha256);
  const chain: ChainPosition = {
    seq: head.seq + 1,
    previousHash: head.hash.toString('hex'),
    contentSha256: contentSha256.toString('hex'),
    hash: hash.toString('hex'),
  };
  const body = { ...content, chain };
  const bodyText = canonical(body);
  const signature = sign(null, Buffer.from(bodyText), key.privateKey);
  return { body, bodyText, contentSha256, prevHash: head.hash, hash, signature };
}

export const linkHash = (prev: Buffer, contentSha256: Buffer): Buffer => sha256(Buffer.concat([prev, contentSha256]));

/** One check of a receipt: its outcome is shown to a person line by line. */
export interface Check {
  readonly name: 'signature' | 'manifest' | 'content' | 'link';
  readonly holds: boolean;
}

/**
 * Everything that a receipt proves by itself.
 *
 * @param publicKeyPem the key to trust for `signature.keyId`; never the one inside the receipt unless the caller says so
 */
export function checkReceipt(receipt: Receipt, publicKeyPem: string): Check[] {
  const { chain, ...content } = receipt.body;
  const contentSha256 = sha256(canonical(content));
  const link = linkHash(Buffer.from(chain.previousHash, 'hex'), contentSha256);
  const signed = Buffer.from(receipt.signature.value, 'base64');
  const sameKey = receipt.body.keyId === receipt.signature.keyId && keyIdOf(publicKeyPem) === receipt.body.keyId;
  return [
    { name: 'signature', holds: sameKey && verify(null, Buffer.from(canonical(receipt.body)), publicKeyPem, signed) },
    { name: 'manifest', holds: manifestSha256(receipt.body.files) === receipt.body.manifestSha256 },
    { name: 'content', holds: contentSha256.toString('hex') === chain.contentSha256 },
    { name: 'link', holds: link.toString('hex') === chain.hash },
  ];
}
