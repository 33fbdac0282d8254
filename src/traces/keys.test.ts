import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import type { Viewer } from '../kernel/http.ts';
import { DAY_MS, HOUR_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { machineOf } from './fixtures/machine.ts';
import { COMPLETED } from './fixtures.ts';
import type { NewKey } from './store/credentials.ts';

let site: TestSite;
let cast: Cast;
let path: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  path = `/compte/organisations/${cast.organisationIds.btpPicardie}/traces`;
});
afterAll(() => site.close());

const keys = () =>
  site.kernel.db
    .selectFrom('traces.credential')
    .select(['id', 'name', 'scopes', 'secret_sha256', 'rotated_at', 'revoked_at'])
    .orderBy('number')
    .execute();
/** What the page shows once. */
async function shown(response: Response): Promise<NewKey> {
  const [, key = '', secret = ''] = [
    ...(await response.clone().text()).matchAll(/<dd[^>]*><code>([^<]+)<\/code>/g),
  ].map((one) => one[1] ?? '');
  return { id: '', key, secret };
}
const create = (fields: Record<string, string | readonly string[]>, viewer: Viewer = cast.lea) =>
  site.post(path, fields, viewer);

test('a representative makes a key: its secret is shown once, and opens the store', async () => {
  expect(await (await site.get(path, cast.lea)).text()).toContain('Aucune clé');
  const made = await create({ nom: 'Casque de l’atelier 2', droits: ['statements/write', 'statements/read'] });
  expect([made.status, made.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  const given = await shown(made);
  const tool = machineOf(site, given);
  expect((await tool.post(COMPLETED)).status).toBe(200);
  expect(await tool.ids({})).toHaveLength(1);
  const page = await (await site.get(path, cast.lea)).text();
  expect(page).toContain(given.key);
  expect(page).not.toContain(given.secret);
  expect(JSON.stringify(await keys())).not.toContain(given.secret);
});

test('a form without a name or a right writes nothing', async () => {
  const before = await keys();
  const response = await create({ nom: ' ' });
  expect(response.status).toBe(422);
  const text = await response.text();
  expect(text).toContain('quel outil');
  expect(text).toContain('au moins un droit');
  expect((await create({ nom: 'x', droits: 'tout-puissant' })).status).toBe(422);
  expect(await keys()).toEqual(before);
});

test('nobody else sees or makes them: a member without a mandate, a stranger', async () => {
  const before = await keys();
  for (const viewer of [cast.ines, cast.sam]) {
    expect((await site.get(path, viewer)).status).toBe(404);
    expect((await create({ nom: 'x', droits: 'all' }, viewer)).status).toBe(404);
    expect((await site.post(`${path}/${before[0]?.id}/revoquer`, {}, viewer)).status).toBe(404);
  }
  expect(await keys()).toEqual(before);
});

test('a new secret is given, that of before serves a day more; a revoked key serves no more', async () => {
  const first = await shown(await create({ nom: 'Jeu sérieux', droits: 'all' }));
  const id = (await keys()).at(-1)?.id;
  expect(await (await site.get(`${path}/${id}/renouveler`, cast.lea)).text()).toContain('24 heures');
  const second = await shown(await site.post(`${path}/${id}/renouveler`, {}, cast.lea));
  const status = async (key: NewKey) => (await machineOf(site, key).call('GET', 'statements')).status;
  expect(second.secret).not.toBe(first.secret);
  expect([await status(first), await status(second)]).toEqual([200, 200]);
  site.kernel.clock.advance(DAY_MS + HOUR_MS);
  await new Promise((later) => setTimeout(later, 5100));
  expect([await status(first), await status(second)]).toEqual([401, 200]);
  const revoked = await site.post(`${path}/${id}/revoquer`, {}, cast.lea);
  expect(revoked.headers.get('location')).toBe(`${path}?fait=revoquee`);
  await new Promise((later) => setTimeout(later, 5100));
  expect(await status(second)).toBe(401);
  expect((await site.post(`${path}/${id}/revoquer`, {}, cast.lea)).status).toBe(404);
  const lines = await site.kernel.db
    .selectFrom('kernel.journal_entry')
    .select('event')
    .where('subject_id', '=', id ?? '')
    .orderBy('seq')
    .execute();
  expect(lines.map(({ event }) => event)).toEqual([
    'trace-credential-created',
    'trace-credential-rotated',
    'trace-credential-revoked',
  ]);
});
