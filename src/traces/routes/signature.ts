import { compactVerify, decodeProtectedHeader, importX509 } from 'jose';
import { isObject, type Members } from '../model/check.ts';
import { comparisonOf, SIGNATURE } from '../model/compare.ts';
import { parsedOr } from '../model/query.ts';
import type { Part } from '../store/attachments.ts';

const ALGORITHMS = new Set(['RS256', 'RS384', 'RS512']);

const signaturesOf = ({ attachments }: Members): Members[] =>
  Array.isArray(attachments) ? attachments.filter((one) => isObject(one) && one.usageType === SIGNATURE) : [];

/** Every signature of a statement is a JWS of that statement; one that carries a certificate is verified with it (xAPI Data 2.6). */
export async function signaturesHold(statement: Members, parts: readonly Part[]): Promise<boolean> {
  for (const { contentType, sha2 } of signaturesOf(statement)) {
    const part = parts.find((one) => one.sha2 === String(sha2).toLowerCase());
    if (part === undefined || contentType !== 'application/octet-stream') return false;
    const payload = await signedBy(part.bytes.toString('latin1')).catch(() => null);
    const signed = payload === null ? undefined : parsedOr(Buffer.from(payload).toString('utf8'));
    if (!isObject(signed) || comparisonOf(signed) !== comparisonOf(statement)) return false;
  }
  return true;
}

/** @throws on anything that is no such JWS, or whose certificate does not verify it */
async function signedBy(jws: string): Promise<Uint8Array> {
  const { alg, x5c } = decodeProtectedHeader(jws);
  if (alg === undefined || !ALGORITHMS.has(alg)) throw new Error('another algorithm');
  const [certificate] = x5c ?? [];
  if (certificate !== undefined) {
    const pem = `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----`;
    return (await compactVerify(jws, await importX509(pem, alg), { algorithms: [...ALGORITHMS] })).payload;
  }
  const [, payload, signature] = jws.split('.');
  if (!payload || !signature) throw new Error('not a compact JWS');
  return Buffer.from(payload, 'base64url');
}
