import { afterAll, beforeAll, expect, test } from 'vitest';
import { tincan } from '../commons/fixtures/courses.ts';
import { plantNamed } from '../commons/fixtures/planted.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { newId } from '../kernel/ids.ts';
import { HOUR_MS } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let cast: Cast;
let path: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const who = { personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie, at: TEST_NOW };
  path = `/communs/ark:/99999/${await plantNamed(site.kernel, who, { name: 'activite.zip', bytes: tincan() })}`;
});
afterAll(() => site.close());

const counts = async () =>
  (
    await site.kernel.pool.query(
      'select (select count(*) from traces.session) as sessions, (select count(*) from traces.statement) as statements',
    )
  ).rows[0];

/** The activity at work, as its own script reads its address. */
async function opened() {
  const answer = await site.post(`${path}/activite`, {}, cast.lea);
  const src = /<iframe[^>]* src="([^"]*)"/.exec(await answer.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
  const url = new URL(src);
  const read = (name: string) => url.searchParams.get(name) ?? '';
  const headers = {
    authorization: read('auth'),
    'x-experience-api-version': '1.0.3',
    'content-type': 'application/json',
  };
  const given = { actor: JSON.parse(read('actor')), registration: read('registration'), activity: read('activity_id') };
  const statement = (over: object = {}) => ({
    id: newId(),
    actor: given.actor,
    verb: { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { fr: 'a vécu' } },
    object: { id: `${given.activity}/geste` },
    context: { registration: given.registration },
    ...over,
  });
  const say = (over: object = {}) =>
    site.fetch('/xapi/statements', { method: 'POST', headers, body: JSON.stringify(statement(over)) });
  return { answer, url, headers, say, ...given };
}

test('an activity opens with a credential of its own, on the origin of its package, and what it tells is kept', async () => {
  expect((await site.get(`${path}/ouvrir`, cast.lea)).headers.get('location')).toBe(`${path}/activite?version=1`);
  const before = await (await site.get(`${path}/activite`, cast.lea)).text();
  for (const words of ['Commencer (', 'gardé dans les traces de']) expect(before).toContain(words);
  const { answer, url, say, headers, activity, registration } = await opened();
  const ark = path.split('/').at(-1) ?? '';
  expect([url.origin, url.pathname]).toEqual([`http://${ark}.localhost:3000`, `/${ark}/1/contenu/module.html`]);
  expect(activity).toBe('https://deffinum.example/activites/charge');
  expect(answer.headers.get('content-security-policy')).toContain(`frame-src 'self' ${url.origin}`);
  expect((await say()).status).toBe(200);
  expect((await say({ context: undefined })).status).toBe(200);
  const seen = await site.fetch(`/xapi/statements?registration=${registration}`, { headers });
  expect(((await seen.json()) as { statements: unknown[] }).statements).toHaveLength(1);
  expect(await (await site.get('/compte/traces', cast.lea)).text()).toContain('Deffinum');
});

test('it speaks of its own learner and registration alone, voids nothing, and is heard four hours', async () => {
  const { say } = await opened();
  const before = await counts();
  const other = { objectType: 'Agent', account: { homePage: 'http://localhost:3000', name: newId() } };
  const refusals: readonly [object, string][] = [
    [{ actor: other }, 'actor'],
    [{ context: { registration: newId() } }, 'registration'],
    [
      {
        verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
        object: { objectType: 'StatementRef', id: newId() },
      },
      'voided',
    ],
  ];
  for (const [over, code] of refusals) {
    const said = await say(over);
    expect([said.status, await said.text()]).toEqual([403, expect.stringContaining(code)]);
  }
  site.kernel.clock.advance(4 * HOUR_MS);
  expect((await say()).status).toBe(403);
  expect((await counts()).statements).toBe(before.statements);
});

test('without an account it opens alone and gives nothing; what is no activity opens nothing', async () => {
  const before = await counts();
  const told = await (await site.get(`${path}/activite`)).text();
  expect(told).toContain('rien ne sera enregistré');
  const alone = await (await site.get(`${path}/ouvrir?version=1&essai=1`)).text();
  expect(alone).toContain('<package-player');
  expect(alone).not.toContain('auth=');
  expect((await site.post(`${path}/activite`, {})).status).toBe(303);
  expect((await site.get(`${path}/activite?version=4`)).status).toBe(404);
  expect((await site.post('/communs/ark:/99999/df000000000z/activite', {}, cast.lea)).status).toBe(404);
  expect(await counts()).toEqual(before);
});
