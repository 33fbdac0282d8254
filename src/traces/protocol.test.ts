import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { basic, keyFor, type Machine, machineOf } from './fixtures/machine.ts';
import { COMPLETED, GESTURE, LEARNER } from './fixtures.ts';
import type { Scope } from './model/scopes.ts';
import type { NewKey } from './store/credentials.ts';

let site: TestSite;
let lrs: Machine;
let key: NewKey;
const organisation = newId();
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  key = await keyFor(site.kernel, organisation);
  lrs = machineOf(site, key);
});

const AGENT = JSON.stringify({ mbox: LEARNER.mbox });
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('versions', () => {
  test.each([
    ['1.0', 200, '1.0.3'],
    ['1.0.0', 200, '1.0.3'],
    ['2.0', 200, '2.0.0'],
    ['2.0.1', 200, '2.0.0'],
    ['0.95', 400, '2.0.0'],
    ['1.1.0', 400, '2.0.0'],
    ['3.0', 400, '2.0.0'],
    [null, 400, '0.95'],
  ] as const)('%s: %i, answered as %s', async (version, status, answered) => {
    const response = await lrs.call('GET', 'statements', { version });
    expect([response.status, response.headers.get('x-experience-api-version')]).toEqual([status, answered]);
    expect(response.headers.get('x-experience-api-consistent-through')).toMatch(/^\d{4}-.*Z$/);
  });

  test('about needs neither a key nor a version', async () => {
    const response = await lrs.call('GET', 'about', { version: null, key: null });
    expect(await response.json()).toMatchObject({ version: ['1.0.3', '2.0.0'] });
  });
});

describe('keys', () => {
  test('none, unknown, or with a wrong secret: 401 that opens no box in a browser', async () => {
    for (const wrong of [
      null,
      { ...key, secret: 'x' },
      { ...key, key: 'dfn-1-xxxxxxxxxxxx' },
      { ...key, key: 'moi' },
    ]) {
      const response = await lrs.call('GET', 'statements', { key: wrong });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).not.toMatch(/^basic/i);
      expect(response.headers.get('x-experience-api-version')).toBe('2.0.0');
    }
  });

  test.each([
    [['statements/write'], { post: 200, get: 403, state: 403, profile: 403 }],
    [['statements/read'], { post: 403, get: 200, state: 403, profile: 403 }],
    [['all/read'], { post: 403, get: 200, state: 403, profile: 403 }],
    [['state'], { post: 403, get: 403, state: 204, profile: 403 }],
    [['profile'], { post: 403, get: 403, state: 403, profile: 204 }],
    [['all'], { post: 200, get: 200, state: 204, profile: 204 }],
  ] as const)('%s', async (scopes, expected) => {
    const tool = machineOf(site, await keyFor(site.kernel, newId(), scopes as readonly Scope[]));
    const body = { a: 1 };
    const seen = {
      post: (await tool.post(COMPLETED)).status,
      get: (await tool.call('GET', 'statements')).status,
      state: (
        await tool.call(
          'POST',
          `activities/state?${new URLSearchParams({ activityId: GESTURE.id, agent: AGENT, stateId: 's' })}`,
          { body },
        )
      ).status,
      profile: (
        await tool.call('POST', `agents/profile?${new URLSearchParams({ agent: AGENT, profileId: 'p' })}`, { body })
      ).status,
    };
    expect(seen).toEqual(expected);
  });

  test('who reads their own statements sees no other; who may not define changes no definition', async () => {
    const mine = machineOf(site, await keyFor(site.kernel, organisation, ['statements/write', 'statements/read/mine']));
    const activity = { id: `https://example.org/a/${newId()}`, definition: { name: { fr: 'À moi' } } };
    await lrs.post({ ...COMPLETED, object: activity });
    const [id = ''] = (await (
      await mine.post({ ...COMPLETED, object: { ...activity, definition: { name: { fr: 'Autre' } } } })
    ).json()) as string[];
    expect(await mine.ids({ activity: activity.id })).toEqual([id]);
    expect(await lrs.ids({ activity: activity.id })).toHaveLength(2);
    const known = await (await lrs.call('GET', `activities?activityId=${encodeURIComponent(activity.id)}`)).json();
    expect(known).toMatchObject({ definition: { name: { fr: 'À moi' } } });
  });

  test('too many requests: 429, and when to come back', async () => {
    const { db } = site.kernel;
    await db.updateTable('traces.credential').set({ requests_per_second: 2 }).where('id', '=', key.id).execute();
    const ask = () => lrs.call('GET', `agents?agent=${encodeURIComponent(AGENT)}`);
    const all = await Promise.all(Array.from({ length: 30 }, ask));
    const refused = all.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('methods, parameters, bodies', () => {
  test.each([
    ['DELETE', 'statements', 405],
    ['PUT', 'activities', 405],
    ['POST', 'agents', 405],
    ['GET', 'inconnu', 404],
    ['GET', 'statements?foo=bar', 400],
    ['GET', 'statements?Verb=https://e.org/v', 400],
    ['GET', 'statements?limit=1&limit=2', 400],
    ['GET', 'statements?limit=-1', 400],
    ['GET', 'statements?agent=x', 400],
    ['GET', `statements?statementId=${newId()}&limit=1`, 400],
    ['GET', `statements?statementId=${newId()}&voidedStatementId=${newId()}`, 400],
    ['GET', 'statements?statementId=x', 400],
    ['GET', 'activities', 400],
    ['GET', 'activities?activityId=x', 400],
    ['PUT', 'statements', 400],
    ['POST', 'statements?x=1', 400],
  ] as const)('%s %s: %i', async (method, path, status) => {
    const response = await lrs.call(method, path, method === 'GET' || method === 'DELETE' ? {} : { body: COMPLETED });
    expect(response.status).toBe(status);
    const [code = '', en = '', fr = ''] = (await response.text()).split('\n');
    expect([code, en, fr].every((line) => line.length > 3)).toBe(true);
  });

  test('a body that is no JSON, no UTF-8, of another type, or too large', async () => {
    const post = async (body: string | Buffer, type = 'application/json') =>
      (await lrs.call('POST', 'statements', { body, headers: { 'content-type': type } })).status;
    expect(await post('{"actor":')).toBe(400);
    expect(await post(Buffer.from([0x7b, 0xff, 0x7d]))).toBe(400);
    expect(await post(JSON.stringify(COMPLETED), 'text/plain')).toBe(400);
    expect(await post(JSON.stringify(COMPLETED), 'application/json; charset=utf-8')).toBe(200);
    expect(await post('['.repeat(200_000))).toBe(400);
    expect(await post(`${'['.repeat(5000)}${']'.repeat(5000)}`)).toBe(400);
    expect(await post(Buffer.alloc(9 * 1024 * 1024, 32))).toBe(413);
    const long = { ...COMPLETED, result: { response: 'x'.repeat(600_000) } };
    expect(await post(JSON.stringify(long))).toBe(413);
  });

  test('HEAD answers as GET, without a body', async () => {
    const response = await lrs.call('HEAD', 'statements?limit=1');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('');
  });

  test('a browser of another site may ask, without cookies', async () => {
    const preflight = await site.fetch('/xapi/statements', { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('X-Experience-API-Version');
    const response = await lrs.call('GET', 'statements');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('an agent is given back as a person', async () => {
    const person = await (await lrs.call('GET', `agents?agent=${encodeURIComponent(JSON.stringify(LEARNER))}`)).json();
    expect(person).toEqual({ objectType: 'Person', name: [LEARNER.name], mbox: [LEARNER.mbox] });
  });
});

describe('the alternate syntax of 1.0.3', () => {
  const alternate = (method: string, form: Readonly<Record<string, string>>, given = {}) =>
    lrs.call('POST', `statements?method=${method}`, {
      version: '1.0.3',
      body: new URLSearchParams(form).toString(),
      headers: FORM,
      ...given,
    });

  test('carries parameters, headers and content in a form', async () => {
    const id = newId();
    const content = JSON.stringify(COMPLETED);
    const inside = {
      Authorization: basic(key),
      'X-Experience-API-Version': '1.0.3',
      'Content-Type': 'application/json',
    };
    expect((await alternate('PUT', { statementId: id, content, ...inside }, { key: null, version: null })).status).toBe(
      204,
    );
    expect((await alternate('PUT', { statementId: id, content, 'X-Experience-API-Version': '0.8' })).status).toBe(204);
    const found = await alternate('GET', { statementId: id });
    expect(((await found.json()) as { id: string }).id).toBe(id);
  });

  test('refuses what it does not allow, and 2.0 altogether', async () => {
    const form = { statementId: newId(), content: JSON.stringify(COMPLETED) };
    expect((await alternate('PUT', { statementId: newId() })).status).toBe(400);
    expect((await alternate('PATCH', form)).status).toBe(400);
    expect(
      (
        await lrs.call('POST', 'statements?method=PUT&limit=1', {
          version: '1.0.3',
          body: new URLSearchParams(form).toString(),
          headers: FORM,
        })
      ).status,
    ).toBe(400);
    expect((await alternate('PUT', form, { headers: { 'content-type': 'application/json' } })).status).toBe(400);
    expect((await alternate('PUT', form, { version: '2.0.0' })).status).toBe(400);
  });
});
