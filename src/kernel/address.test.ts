import { expect, test } from 'vitest';
import { clientAddress, trustedProxies } from './address.ts';

const TRUSTED = trustedProxies('10.0.0.0/8, 192.0.2.7 2001:db8::/32');

test.each([
  ['nobody trusted: the header is not read', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a trusted proxy speaks for its client', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['what the client itself wrote before is not believed', '10.1.2.3', '127.0.0.1, 198.51.100.1', '198.51.100.1'],
  ['two trusted proxies in a row', '10.1.2.3', '198.51.100.1, 192.0.2.7', '198.51.100.1'],
  ['an untrusted one between ends the reading', '10.1.2.3', '127.0.0.1, 203.0.113.5, 10.9.9.9', '203.0.113.5'],
  ['nothing said', '10.1.2.3', undefined, '10.1.2.3'],
  ['nonsense said', '10.1.2.3', 'admin', '10.1.2.3'],
  ['nonsense before a proxy', '10.1.2.3', "'; drop table, 10.4.4.4", '10.4.4.4'],
  ['a peer seen through IPv6', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['IPv6 all the way', '2001:db8::1', '2a01:cb00::9', '2a01:cb00::9'],
])('%s', (_what, peer, header, client) => {
  expect(clientAddress(peer, header, TRUSTED)).toBe(client);
});

test('what is no address or network is refused at start', () => {
  for (const bad of ['proxy.local', '10.0.0.0/33', '10.0.0.0/x', '::/129'])
    expect(() => trustedProxies(bad)).toThrow(bad);
  expect(clientAddress('203.0.113.9', '198.51.100.1', trustedProxies(''))).toBe('203.0.113.9');
});
