import { BlockList, isIP } from 'node:net';

/** Proxies allowed to say for whom they speak: addresses or networks, separated by spaces or commas. @throws RangeError */
export function trustedProxies(list: string): BlockList {
  const trusted = new BlockList();
  for (const entry of list.split(/[\s,]+/).filter(Boolean)) {
    const [address = '', bits] = entry.split('/');
    const family = familyOf(address);
    if (family === null) throw new RangeError(entry);
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, prefixOf(bits, family, entry), family);
  }
  return trusted;
}

function prefixOf(bits: string, family: 'ipv4' | 'ipv6', entry: string): number {
  const prefix = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(prefix <= (family === 'ipv4' ? 32 : 128))) throw new RangeError(entry);
  return prefix;
}

const familyOf = (address: string): 'ipv4' | 'ipv6' | null => {
  const version = isIP(address);
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6';
};

/** An IPv4 peer of a socket that listens on IPv6 is the same machine. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

const isTrusted = (trusted: BlockList, address: string) => {
  const family = familyOf(address);
  return family !== null && trusted.check(address, family);
};

/**
 * The client's address. `X-Forwarded-For` is read from its end, and only as far as trusted machines wrote it: what a client
 * puts there itself is never believed.
 *
 * @param peer the other end of the connection
 * @param forwardedFor the header, as received
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trusted: BlockList): string {
  let client = plain(peer);
  const said = (forwardedFor ?? '').split(',').map((one) => plain(one.trim()));
  while (said.length > 0 && isTrusted(trusted, client)) {
    const next = said.pop() ?? '';
    if (familyOf(next) === null) break;
    client = next;
  }
  return client;
}
