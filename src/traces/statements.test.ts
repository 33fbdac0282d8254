import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { keyFor, type Machine, machineOf } from './fixtures/machine.ts';
import { COMPLETED, LEARNER, SCENE_ENDED } from './fixtures.ts';

let site: TestSite;
let lrs: Machine;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());
/** A store of its own for each test. */
beforeEach(async () => {
  lrs = machineOf(site, await keyFor(site.kernel, newId()));
});

const stored = async () =>
  (await sql<{ count: number }>`select count(*) from traces.statement_id`.execute(site.kernel.db)).rows[0]?.count ?? 0;
const verb = (name: string) => ({ id: `https://example.org/verbes/${name}` });
const ref = (id: string) => ({ objectType: 'StatementRef', id });
const VOIDED = { id: 'http://adlnet.gov/expapi/verbs/voided' };
const one = async (id: string, version = '2.0.0') => {
  const response = await lrs.call('GET', `statements?statementId=${id}`, { version });
  return {
    status: response.status,
    headers: response.headers,
    body: response.status === 200 ? await response.json() : await response.text(),
  };
};

describe('a statement that is sent', () => {
  test('is given back as it came, with what the store adds', async () => {
    const posted = await lrs.post({ ...SCENE_ENDED, result: { extensions: { 'https://e.org/x': { a: 1, b: null } } } });
    expect(posted.status).toBe(200);
    const [id = ''] = (await posted.json()) as string[];
    const { headers, body } = await one(id);
    expect(body).toMatchObject({
      ...SCENE_ENDED,
      result: { extensions: { 'https://e.org/x': { a: 1, b: null } } },
      id,
      version: '2.0.0',
    });
    expect(body.authority.account.homePage).toBe(site.kernel.config.PUBLIC_URL);
    expect(headers.get('last-modified')).toBe(new Date(body.stored).toUTCString());
    expect(headers.get('x-experience-api-version')).toBe('2.0.0');
    expect(Date.parse(headers.get('x-experience-api-consistent-through') ?? '')).toBeGreaterThanOrEqual(
      Date.parse(body.stored),
    );
  });

  test('keeps its numbers to the letter, and its id in the case it came in', async () => {
    const id = newId().toUpperCase();
    const text = JSON.stringify({ ...COMPLETED, id, result: { extensions: { 'https://e.org/n': 0 } } }).replace(
      ':0}',
      ':12345678901234567890.10}',
    );
    expect(
      (
        await lrs.call('PUT', `statements?statementId=${id.toLowerCase()}`, {
          body: text,
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(204);
    const raw = await (await lrs.call('GET', `statements?statementId=${id}`)).text();
    expect(raw).toContain('12345678901234567890.10');
    expect(JSON.parse(raw).id).toBe(id);
  });

  test('gets stored as its timestamp when it has none, and an authority of ours whatever it says', async () => {
    const [id = ''] = (await (
      await lrs.post({ ...COMPLETED, authority: LEARNER, stored: '2001-01-01T00:00:00Z' }, { version: '1.0.3' })
    ).json()) as string[];
    const { body } = await one(id, '1.0.3');
    expect(body.timestamp).toBe(body.stored);
    expect(body.version).toBe('1.0.0');
    expect(body.authority.mbox).toBeUndefined();
    expect(Date.parse(body.stored)).toBeGreaterThan(Date.parse('2026-01-01'));
  });

  test('in 2.0, gets its instant back in UTC, as fine as it was', async () => {
    const [id = ''] = (await (
      await lrs.post({ ...COMPLETED, timestamp: '2027-01-11T10:00:00.1234567+01:00' })
    ).json()) as string[];
    expect((await one(id)).body.timestamp).toBe('2027-01-11T09:00:00.1234567Z');
  });

  test('with members of 2.0, is told to a reader of 1.0.3 without them', async () => {
    const [id = ''] = (await (
      await lrs.post({ ...COMPLETED, context: { contextAgents: [{ objectType: 'contextAgent', agent: LEARNER }] } })
    ).json()) as string[];
    expect((await one(id)).body.context.contextAgents).toHaveLength(1);
    expect((await one(id, '1.0.3')).body.context).toEqual({});
  });

  test('that breaks a rule refuses its whole list, and says where', async () => {
    const before = await stored();
    const response = await lrs.post([
      { ...COMPLETED, id: newId() },
      { ...COMPLETED, actor: { mbox: 'x' } },
    ]);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/^mailto at \$\[1\]\.actor\.mbox\n.*mailto:learner.*\n.*mailto:apprenant/);
    expect(await stored()).toBe(before);
  });
});

describe('the same id again', () => {
  test('the same statement is done: once in the store', async () => {
    const id = newId();
    const before = await stored();
    expect((await lrs.post({ ...SCENE_ENDED, id })).status).toBe(200);
    expect((await lrs.post([{ ...SCENE_ENDED, id: id.toUpperCase() }])).status).toBe(200);
    expect((await lrs.call('PUT', `statements?statementId=${id}`, { body: SCENE_ENDED })).status).toBe(204);
    expect(await stored()).toBe(before + 1);
  });

  test('another statement is a conflict, for the whole of its request and for no other', async () => {
    const [id, fresh, neighbour] = [newId(), newId(), newId()];
    await lrs.post({ ...COMPLETED, id });
    const before = await stored();
    const [refused, kept] = await Promise.all([
      lrs.post([
        { ...COMPLETED, id: fresh },
        { ...COMPLETED, verb: verb('autre'), id },
      ]),
      lrs.post({ ...COMPLETED, id: neighbour }),
    ]);
    expect([refused.status, kept.status]).toEqual([409, 200]);
    expect(await refused.text()).toContain(`conflict at ${id}`);
    expect(await stored()).toBe(before + 1);
    expect((await one(fresh)).status).toBe(404);
    expect((await one(id)).body.verb.id).toBe(COMPLETED.verb.id);
  });

  test('sixteen requests at once, some of them the same, store each statement once', async () => {
    const ids = Array.from({ length: 8 }, newId);
    const before = await stored();
    const answers = await Promise.all(
      [...ids, ...ids].map((id) =>
        lrs.post([
          { ...COMPLETED, id },
          { ...COMPLETED, id: newId() },
        ]),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
    expect(await stored()).toBe(before + 24);
  });
});

describe('voiding', () => {
  const voiding = (id: string) => ({ actor: LEARNER, verb: VOIDED, object: ref(id) });

  test('hides its target from everything but voidedStatementId, and is found by what the target was', async () => {
    const [id, voider] = [newId(), newId()];
    await lrs.post({ ...COMPLETED, id, verb: verb('efface') });
    expect((await lrs.call('GET', `statements?voidedStatementId=${id}`)).status).toBe(404);
    await lrs.post({ ...voiding(id), id: voider });
    expect((await one(id)).status).toBe(404);
    expect((await lrs.call('GET', `statements?voidedStatementId=${id}`)).status).toBe(200);
    expect(await lrs.ids({ verb: verb('efface').id })).toEqual([voider]);
    expect(await lrs.ids({})).toEqual([voider]);
  });

  test('may come before its target; does not void another voiding', async () => {
    const [id, voider, third] = [newId(), newId(), newId()];
    await lrs.post({ ...voiding(id), id: voider });
    await lrs.post({ ...COMPLETED, id });
    expect((await one(id)).status).toBe(404);
    expect((await lrs.post({ ...voiding(voider), id: third })).status).toBe(200);
    expect((await one(voider)).status).toBe(200);
  });
});

test('a store shows nothing of another', async () => {
  const id = newId();
  await lrs.post({ ...COMPLETED, id });
  const other = machineOf(site, await keyFor(site.kernel, newId()));
  expect(await other.ids({})).toEqual([]);
  expect(await other.ids({ verb: COMPLETED.verb.id })).toEqual([]);
  expect((await other.call('GET', `statements?statementId=${id}`)).status).toBe(404);
  expect((await other.post({ ...COMPLETED, verb: verb('x'), id })).status).toBe(200);
});
