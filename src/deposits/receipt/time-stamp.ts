import { randomBytes } from 'node:crypto';
import { fromBER, Integer, Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';

const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const NONCE_BYTES = 8;
const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 256 * 1024;
/** PKIStatus `granted` and `grantedWithMods`. Source: RFC 3161, 2.4.2. */
const GRANTED = [0, 1];

export class TimeStampRefused extends Error {}

/**
 * Asks an authority to date a hash. Source: RFC 3161, HTTP transport 3.4.
 *
 * The answer must carry our hash and our nonce; its signature is checked by whoever trusts the authority
 * (`verify-receipt --tsa-ca`), since a trust list is the reader's choice and not ours.
 *
 * @param digest SHA-256, 32 bytes
 * @returns the token, DER
 * @throws TimeStampRefused when the answer is not a token for this request; a network error as it is
 */
export async function requestTimeStamp(authorityUrl: string, digest: Buffer): Promise<Buffer> {
  const nonce = randomBytes(NONCE_BYTES);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const response = await fetch(authorityUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: new Uint8Array(requestFor(digest, nonce)),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  });
  if (!response.ok) throw new TimeStampRefused(`the authority answered ${response.status}`);
  const answer = await response.arrayBuffer();
  if (answer.byteLength > MAX_ANSWER_BYTES) throw new TimeStampRefused('the answer is too long');
  return tokenOf(answer, digest, nonce);
}

function requestFor(digest: Buffer, nonce: Buffer): ArrayBuffer {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256_OID, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: new Uint8Array(digest).buffer }),
    }),
    nonce: new Integer({ valueHex: new Uint8Array(nonce).buffer }),
    certReq: true,
  });
  return request.toSchema().toBER();
}

function tokenOf(answer: ArrayBuffer, digest: Buffer, nonce: Buffer): Buffer {
  const parsed = fromBER(answer);
  if (parsed.offset === -1) throw new TimeStampRefused('the answer is not ASN.1');
  const response = new TimeStampResp({ schema: parsed.result });
  if (!GRANTED.includes(response.status.status) || !response.timeStampToken)
    throw new TimeStampRefused(`the authority refused: status ${response.status.status}`);
  const token = Buffer.from(response.timeStampToken.toSchema().toBER());
  const info = timeStampInfo(token);
  if (!info.digest.equals(digest)) throw new TimeStampRefused('the token dates another hash');
  if (!info.nonce?.equals(nonce)) throw new TimeStampRefused('the token answers another request');
  return token;
}

export interface TimeStampInfo {
  readonly digest: Buffer;
  readonly at: Date;
  readonly nonce: Buffer | null;
}

/** What a token says. @throws TimeStampRefused on anything but a token */
export function timeStampInfo(token: Buffer): TimeStampInfo {
  try {
    const response = fromBER(new Uint8Array(token).buffer);
    const content = (response.result.valueBlock as unknown as { value: { valueBlock: { value: unknown[] } }[] })
      .value[1];
    const signed = new SignedData({ schema: content?.valueBlock.value[0] });
    const encoded = signed.encapContentInfo.eContent;
    if (!encoded) throw new TypeError('no content');
    const info = new TSTInfo({ schema: fromBER(encoded.getValue()).result });
    return {
      digest: Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView),
      at: info.genTime,
      nonce: info.nonce ? Buffer.from(info.nonce.valueBlock.valueHexView) : null,
    };
  } catch (error) {
    throw new TimeStampRefused(`not a time-stamp token: ${error instanceof Error ? error.message : String(error)}`);
  }
}
