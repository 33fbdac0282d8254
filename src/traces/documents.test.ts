import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { keyFor, type Machine, machineOf } from './fixtures/machine.ts';
import { GESTURE, LEARNER } from './fixtures.ts';

let site: TestSite;
let lrs: Machine;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  lrs = machineOf(site, await keyFor(site.kernel, newId()));
});

const AGENT = JSON.stringify({ mbox: LEARNER.mbox });
const address = (resource: string, parameters: Readonly<Record<string, string>>) =>
  `${resource}?${new URLSearchParams(parameters)}`;
const STATE = { activityId: GESTURE.id, agent: AGENT };
const state = (id: string, more = {}) => address('activities/state', { ...STATE, stateId: id, ...more });
const tag = (response: Response) => response.headers.get('etag') ?? '';

const KINDS = [
  ['state', state('s')],
  ['activity profile', address('activities/profile', { activityId: GESTURE.id, profileId: 'p' })],
  ['agent profile', address('agents/profile', { agent: AGENT, profileId: 'p' })],
] as const;

describe.each(KINDS)('%s', (name, path) => {
  test('is kept and given back as it came, with its type, its tag and its date', async () => {
    const body = Buffer.from([0, 1, 255]);
    const headers = { 'content-type': 'image/x-essai', 'if-none-match': '*' };
    expect((await lrs.call('PUT', path, { body, headers })).status).toBe(204);
    const response = await lrs.call('GET', path);
    expect(response.headers.get('content-type')).toBe('image/x-essai');
    expect(tag(response)).toMatch(/^"[0-9a-f]{40}"$/);
    expect(response.headers.get('last-modified')).toMatch(/GMT$/);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(body);
    expect((await lrs.call('HEAD', path)).headers.get('etag')).toBe(tag(response));
    expect(await (await lrs.call('HEAD', path)).text()).toBe('');
  });

  test('changes only for who names the one that is there', async () => {
    await lrs.call('POST', path, { body: { a: 1 } });
    const first = tag(await lrs.call('GET', path));
    for (const method of ['PUT', 'POST', 'DELETE'])
      expect([
        method,
        (
          await lrs.call(method, path, {
            headers: { 'if-match': '"0000"' },
            ...(method === 'DELETE' ? {} : { body: { a: 9 } }),
          })
        ).status,
      ]).toEqual([method, 412]);
    expect((await lrs.call('PUT', path, { body: { a: 9 }, headers: { 'if-none-match': '*' } })).status).toBe(412);
    expect(await (await lrs.call('GET', path)).json()).toEqual({ a: 1 });
    expect((await lrs.call('PUT', path, { body: { a: 2 }, headers: { 'if-match': first } })).status).toBe(204);
    expect(await (await lrs.call('GET', path)).json()).toEqual({ a: 2 });
    expect((await lrs.call('DELETE', path)).status).toBe(204);
    expect((await lrs.call('GET', path)).status).toBe(404);
  });

  test('PUT without a condition on one that is there: 409, but for a state in 1.0.3', async () => {
    await lrs.call('POST', path, { body: { a: 1 } });
    const [old, recent] = await Promise.all(
      ['1.0.3', '2.0.0'].map((version) => lrs.call('PUT', path, { body: { a: 2 }, version })),
    );
    expect(recent?.status).toBe(409);
    expect(await recent?.text()).toContain('If-Match');
    expect(old?.status).toBe(name === 'state' ? 204 : 409);
  });

  test('POST lays the members of an object over those that are there; nothing else merges', async () => {
    await lrs.call('POST', path, { body: { a: 1, b: { c: 1 } } });
    expect((await lrs.call('POST', path, { body: { b: { d: 2 } } })).status).toBe(204);
    expect(await (await lrs.call('GET', path)).json()).toEqual({ a: 1, b: { d: 2 } });
    expect((await lrs.call('POST', path, { body: [1] })).status).toBe(400);
    expect((await lrs.call('POST', path, { body: 'texte', headers: { 'content-type': 'text/plain' } })).status).toBe(
      400,
    );
    expect(await (await lrs.call('GET', path)).json()).toEqual({ a: 1, b: { d: 2 } });
  });

  test('twelve merges at once lose nothing', async () => {
    await lrs.call('POST', path, { body: { n: 0 } });
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        for (;;) {
          const { status } = await lrs.call('POST', path, { body: { [`k${n}`]: n } });
          if (status !== 503) return status;
        }
      }),
    );
    expect(new Set(answers)).toEqual(new Set([204]));
    expect(Object.keys((await (await lrs.call('GET', path)).json()) as object)).toHaveLength(13);
  });

  test('refuses a parameter that it does not know, or lacks', async () => {
    expect((await lrs.call('GET', `${path}&inconnu=1`)).status).toBe(400);
    expect((await lrs.call('PUT', path.replace(/(state|profile)Id=[^&]*/, ''), { body: {} })).status).toBe(400);
    expect((await lrs.call('GET', path.replace(/activityId=[^&]*|agent=[^&]*/g, ''))).status).toBe(400);
  });
});

describe('lists of documents', () => {
  test('name them, those changed since an instant, and in 2.0 when the newest changed', async () => {
    await lrs.call('POST', state('b'), { body: {} });
    await lrs.call('POST', state('a'), { body: {} });
    const list = await lrs.call('GET', address('activities/state', STATE));
    expect(await list.json()).toEqual(['a', 'b']);
    expect(list.headers.get('last-modified')).toMatch(/GMT$/);
    const later = new Date(site.kernel.clock.now().getTime() + 1000).toISOString();
    expect(await (await lrs.call('GET', address('activities/state', { ...STATE, since: later }))).json()).toEqual([]);
    expect((await lrs.call('GET', address('activities/state', { ...STATE, since: 'hier' }))).status).toBe(400);
  });

  test('a registration keeps its own; without one, all are named and one alone is cleared', async () => {
    const registration = newId();
    await lrs.call('POST', state('s', { registration }), { body: { r: 1 } });
    await lrs.call('POST', state('s'), { body: { r: 0 } });
    await lrs.call('POST', state('t', { registration: newId() }), { body: {} });
    expect(await (await lrs.call('GET', state('s', { registration }))).json()).toEqual({ r: 1 });
    expect(await (await lrs.call('GET', state('s'))).json()).toEqual({ r: 0 });
    expect(await (await lrs.call('GET', address('activities/state', STATE))).json()).toEqual(['s', 't']);
    expect((await lrs.call('DELETE', address('activities/state', { ...STATE, registration }))).status).toBe(204);
    expect((await lrs.call('GET', state('s', { registration }))).status).toBe(404);
    expect((await lrs.call('GET', state('s'))).status).toBe(200);
  });

  test('profiles are not cleared all at once', async () => {
    expect((await lrs.call('DELETE', address('agents/profile', { agent: AGENT }))).status).toBe(400);
  });
});

test('another store has its own', async () => {
  await lrs.call('POST', state('s'), { body: {} });
  const other = machineOf(site, await keyFor(site.kernel, newId()));
  expect((await other.call('GET', state('s'))).status).toBe(404);
});

test('a document that is too large is refused before it is read whole', async () => {
  const response = await lrs.call('PUT', state('s'), {
    body: Buffer.alloc(3 * 1024 * 1024),
    headers: { 'content-type': 'text/plain' },
  });
  expect(response.status).toBe(413);
  expect((await lrs.call('GET', state('s'))).status).toBe(404);
});
