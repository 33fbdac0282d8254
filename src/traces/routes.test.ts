import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSite, type TestSite } from '../testing.ts';
import { SCENE_ENDED } from './fixtures.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());

const check = async (enonce: string, version = '2.0') => {
  const response = await site.post('/traces/verifier', { enonce, version });
  return { status: response.status, text: (await response.text()).replaceAll('&#39;', '’') };
};

test('the example is right in both editions, without an account', async () => {
  expect(await (await site.get('/traces/verifier?exemple=1')).text()).toContain('geste-de-soudure');
  expect((await check(JSON.stringify(SCENE_ENDED))).text).toContain('Conforme à xAPI 2.0');
  expect((await check(JSON.stringify([SCENE_ENDED, SCENE_ENDED]), '1.0')).text).toMatch(/2\sénoncés lus/);
});

test('a fault is told with its place and its sentence', async () => {
  const wrong = { ...SCENE_ENDED, actor: { mbox: 'sans-mailto' } };
  const { status, text } = await check(JSON.stringify([SCENE_ENDED, wrong]));
  expect(status).toBe(200);
  expect(text).toContain('Refusé par xAPI 2.0');
  expect(text).toContain('$[1].actor.mbox');
  expect(text).toContain('Une adresse mailto est attendue');
});

test('what is no JSON is said in plain words, and what was typed is given back', async () => {
  const { status, text } = await check('{"actor": ');
  expect(status).toBe(422);
  expect(text).toContain('n’est pas du JSON');
  expect(text).toContain('{&quot;actor&quot;: ');
  expect((await check('')).text).toContain('Collez un énoncé');
  expect((await check('3')).text).toContain('objet JSON');
});
