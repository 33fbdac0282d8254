import { lookup as resolve } from 'node:dns';
import { type IncomingMessage, request as plain } from 'node:http';
import { request as secured } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Why a platform could not be asked; the page of the manager says it in words. */
export class OutsideError extends Error {
  readonly code: 'address' | 'unreachable' | 'too-large' | 'refused';
  constructor(code: OutsideError['code']) {
    super(code);
    this.code = code;
  }
}

export interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
export interface Told {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 8000;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');
/** Networks that nobody outside may make us ask. Source: IANA special-purpose address registries. */
const CLOSED = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  CLOSED.addSubnet(net, bits);
/** Of IPv6, global unicast alone is asked; the ranges in it that carry an IPv4 address, or none, are not. */
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
const NOT_GLOBAL = new BlockList();
NOT_GLOBAL.addSubnet('2002::', 16, 'ipv6');
NOT_GLOBAL.addSubnet('2001::', 23, 'ipv6');
NOT_GLOBAL.addSubnet('2001:db8::', 32, 'ipv6');

/** @param loopback this installation is one of trials, on one machine */
export function mayAsk(address: string, loopback: boolean): boolean {
  if (isIP(address) === 4) return (loopback && LOOPBACK.check(address)) || !CLOSED.check(address);
  if (loopback && LOOPBACK.check(address, 'ipv6')) return true;
  return GLOBAL.check(address, 'ipv6') && !NOT_GLOBAL.check(address, 'ipv6');
}

/** Whether this installation itself answers on one machine alone. */
export const isOnLoopback = (home: string): boolean => isLoopbackName(new URL(home).hostname);

const isLoopbackName = (name: string) =>
  name === 'localhost' || name.endsWith('.localhost') || (isIP(name) === 4 && LOOPBACK.check(name));

/** An address that may be asked at all: `https:`, without a name or a password in it, and its literal host is public. */
export function isOutside(text: string, loopback: boolean): boolean {
  if (text.length > 2048 || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const plainHere = protocol === 'http:' && loopback && isLoopbackName(hostname);
  const literal = hostname.replace(/^\[|\]$/g, '');
  if ((protocol !== 'https:' && !plainHere) || username !== '' || password !== '') return false;
  return isIP(literal) === 0 || mayAsk(literal, loopback);
}

/**
 * Asks a platform: no redirect followed, every resolved address judged at the moment of the connection, answer of 256 kB in 8 s.
 *
 * @throws OutsideError
 */
export function askOutside(text: string, asked: Asked, loopback: boolean): Promise<Told> {
  if (!isOutside(text, loopback)) return Promise.reject(new OutsideError('address'));
  const url = new URL(text);
  const send = url.protocol === 'https:' ? secured : plain;
  return new Promise((done, fail) => {
    const sent = send(url, {
      method: asked.method ?? 'GET',
      headers: { accept: 'application/json', ...asked.headers },
      lookup: judged(loopback),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      agent: false,
    });
    sent.on('error', (error) => fail(error instanceof OutsideError ? error : new OutsideError('unreachable')));
    sent.on('response', (response) => void readAll(response).then(done, fail));
    sent.end(asked.body);
  });
}

const judged =
  (loopback: boolean): LookupFunction =>
  (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const open = error ? [] : addresses.filter(({ address }) => mayAsk(address, loopback));
      const [first] = open;
      // One closed address among open ones is refused too: it is how a name is made to turn.
      if (error || !first || open.length < addresses.length)
        return callback(error ?? new OutsideError('address'), '', 0);
      if (options.all) return callback(null, open);
      callback(null, first.address, first.family);
    });

async function readAll(response: IncomingMessage): Promise<Told> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response) {
      size += part.length;
      if (size > MAX_BYTES) throw new OutsideError('too-large');
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof OutsideError ? error : new OutsideError('unreachable');
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString('utf8') };
}

/** @throws OutsideError when the answer is not one object or one list of JSON */
export async function askJson(
  url: string,
  asked: Asked,
  loopback: boolean,
): Promise<{ told: Told; json: Readonly<Record<string, unknown>> }> {
  const told = await askOutside(url, asked, loopback);
  if (told.status < 200 || told.status > 299) throw new OutsideError('refused');
  try {
    const json: unknown = JSON.parse(told.text);
    if (typeof json === 'object' && json !== null) return { told, json: json as Readonly<Record<string, unknown>> };
  } catch {
    // Not JSON: refused below.
  }
  throw new OutsideError('refused');
}
