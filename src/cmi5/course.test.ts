import { afterAll, beforeAll, expect, test } from 'vitest';
import { cmi5Parts } from '../commons/fixtures/courses.ts';
import { plantNamed } from '../commons/fixtures/planted.ts';
import { part, zip } from '../commons/fixtures/zip.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { unitStatement } from './fixtures.ts';
import { LAUNCH_DATA, PREFERENCES, type Verb } from './model/words.ts';

let site: TestSite;
let cast: Cast;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

async function published(title: string, bytes: Buffer): Promise<string> {
  const who = { personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie, at: TEST_NOW };
  return `/communs/ark:/99999/${await plantNamed(site.kernel, who, { name: 'cours.zip', bytes }, { title })}`;
}
const course = (title: string) => published(title, zip([...cmi5Parts(), part('titre.txt', title)]));
const rows = async () =>
  (
    await site.kernel.pool.query(`select (select count(*) from cmi5.course) as courses,
    (select count(*) from cmi5.registration) as registrations, (select count(*) from cmi5.session) as sessions`)
  ).rows[0];

/** What the frame of a unit reads in its address. */
function openedIn(html: string) {
  const src = /<iframe[^>]* src="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const url = new URL(src);
  const read = (name: string) => url.searchParams.get(name) ?? '';
  return { url, actor: JSON.parse(read('actor')), registration: read('registration'), activityId: read('activityId') };
}

/** A unit that follows cmi5: its credential, its documents, then what it tells. */
async function play(html: string, verbs: readonly Verb[]) {
  const { url, ...opened } = openedIn(html);
  const fetched = await site.fetch(new URL(url.searchParams.get('fetch') ?? '').pathname, { method: 'POST' });
  const { 'auth-token': token } = (await fetched.json()) as { 'auth-token': string };
  const headers = { authorization: `Basic ${token}`, 'x-experience-api-version': '1.0.3' };
  const agent = JSON.stringify(opened.actor);
  const { activityId, registration } = opened;
  const state = new URLSearchParams({ activityId, registration, agent, stateId: LAUNCH_DATA });
  const launchData = await site.fetch(`/xapi/activities/state?${state}`, { headers });
  const { contextTemplate, launchMode } = (await launchData.json()) as Record<string, unknown>;
  await site.fetch(`/xapi/agents/profile?${new URLSearchParams({ agent, profileId: PREFERENCES })}`, { headers });
  const statuses: number[] = [];
  for (const verb of verbs) {
    const made = unitStatement(
      { ...opened, url, session: '' },
      contextTemplate as Record<string, unknown>,
      verb,
      site.kernel.clock.now().toISOString(),
    );
    const said = await site.fetch('/xapi/statements', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...made, actor: opened.actor }),
    });
    statuses.push(said.status);
  }
  return { statuses, launchMode, origin: url.origin };
}

test('a course of the commons is followed here: each unit in its frame, where one stands on the page', async () => {
  const path = await course('Porter');
  expect((await site.get(`${path}/ouvrir`)).headers.get('location')).toBe(`${path}/cours?version=1`);
  expect(await (await site.get(`${path}/cours`)).text()).toContain('connectez-vous pour le suivre');
  const first = await (await site.get(`${path}/cours`, cast.lea)).text();
  for (const words of ['pas encore commencé', 'Commencer le cours', 'gardé dans les traces de'])
    expect(first).toContain(words);

  const answer = await site.post(`${path}/cours`, { unite: '0' }, cast.lea);
  const page = await answer.text();
  expect(answer.status).toBe(200);
  const ark = path.split('/').at(-1) ?? '';
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain(`frame-src 'self' http://${ark}.localhost:3000`);
  expect(policy).not.toContain("'unsafe-inline'");
  const { statuses, origin } = await play(page, ['initialized', 'completed', 'passed', 'terminated']);
  expect([statuses, origin]).toEqual([[200, 200, 200, 200], `http://${ark}.localhost:3000`]);

  const standing = await (await site.get(`${path}/cours`, cast.lea)).text();
  for (const words of ['Repérer', 'Soulever', 'Poser', 'À faire', 'Rouvrir']) expect(standing).toContain(words);
  expect(standing).toMatch(/Repérer[\s\S]*?(Réussi|Terminé)/);
  const again = await (await site.post(`${path}/cours`, { unite: '0' }, cast.lea)).text();
  expect(openedIn(again).registration).toBe(openedIn(page).registration);
  expect((await play(again, ['initialized'])).launchMode).toBe('Review');
});

test('a learner who begins in two tabs at once imports one course and follows it in one registration', async () => {
  const path = await course('Ensemble');
  const before = await rows();
  const answers = await Promise.all([cast.lea, cast.lea].map((who) => site.post(`${path}/cours`, { unite: '1' }, who)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const after = await rows();
  expect([after.courses - before.courses, after.registrations - before.registrations]).toEqual([1, 1]);
});

test('what is no course, no unit or not signed in opens nothing and writes nothing', async () => {
  const path = await course('Rien');
  const before = await rows();
  for (const unite of ['9', '-1', 'x', ''])
    expect((await site.post(`${path}/cours`, { unite }, cast.lea)).status).toBe(404);
  expect((await site.post(`${path}/cours`, { unite: '0' })).status).toBe(303);
  expect((await site.get(`${path}/cours?version=7`)).status).toBe(404);
  expect((await site.get(path.replace('99999', '12148').concat('/cours'))).status).toBe(404);
  const after = await rows();
  expect([after.registrations, after.sessions]).toEqual([before.registrations, before.sessions]);
});
