import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { startPlatform } from './fixtures/platform.ts';
import { registrationPath } from './model/words.ts';
import { invitationOf, invite, takeInvitation } from './store/platforms.ts';

let site: TestSite;
let cast: Cast;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

const link = () =>
  site.kernel.db
    .transaction()
    .execute((tx) => invite(tx, cast.organisationIds.btpPicardie, { personId: cast.lea.personId, at: TEST_NOW }));
const open = async (secret: string, configuration: string) => {
  const query = new URLSearchParams({ openid_configuration: configuration, registration_token: 'inscription-1' });
  return (await site.get(`${registrationPath(secret)}?${query}`)).status;
};
const serves = async (secret: string) => (await invitationOf(site.kernel.db, secret, TEST_NOW)) !== null;

/** A platform that answers nothing of use, after something happened meanwhile. */
async function broken(meanwhile: () => Promise<unknown>) {
  const server = createServer((_request, response) => {
    void meanwhile().then(() => response.writeHead(500).end());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => new Promise((done) => server.close(done)) };
}

test('a platform that does not answer leaves the link; but not one that somebody else took meanwhile', async () => {
  const secret = await link();
  const silent = await broken(async () => undefined);
  expect([await open(secret, silent.address), await serves(secret)]).toEqual([422, true]);
  await silent.close();
  const raced = await broken(async () => {
    const invitation = await invitationOf(site.kernel.db, secret, TEST_NOW);
    expect(await takeInvitation(site.kernel.db, invitation?.id ?? '', TEST_NOW)).toBe(true);
  });
  expect([await open(secret, raced.address), await serves(secret)]).toEqual([422, false]);
  await raced.close();
});

test('a platform registers once; the same again is refused, and leaves its link', async () => {
  const platform = await startPlatform(async () => ({ keys: [] }));
  const [first, again] = [await link(), await link()];
  expect([await open(first, platform.configuration), await serves(first)]).toEqual([200, false]);
  expect([await open(again, platform.configuration), await serves(again)]).toEqual([422, true]);
  const rows = await site.kernel.db.selectFrom('lti.platform').select('issuer').execute();
  expect(rows).toEqual([{ issuer: platform.issuer }]);
  await platform.close();
});
