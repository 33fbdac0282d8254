import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { keyFor, type Machine, machineOf } from './fixtures/machine.ts';
import { COMPLETED, GESTURE, LEARNER, SCENE_ENDED } from './fixtures.ts';

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

const by = (name: string) => ({ mbox: `mailto:${name}@example.org` });
const verb = (name: string) => ({ id: `https://example.org/verbes/${name}` });
const ref = (id: string) => ({ objectType: 'StatementRef', id });
const one = async (id: string, version = '2.0.0') => {
  const response = await lrs.call('GET', `statements?statementId=${id}`, { version });
  return {
    status: response.status,
    headers: response.headers,
    body: response.status === 200 ? await response.json() : await response.text(),
  };
};

describe('looking for statements', () => {
  test('by agent, verb, activity and registration, together, newest first or last', async () => {
    const [a, b] = [newId(), newId()];
    await lrs.post({ ...SCENE_ENDED, id: a });
    await lrs.post({ ...SCENE_ENDED, id: b, verb: verb('reprend') });
    await lrs.post({ ...SCENE_ENDED, actor: by('autre') });
    const agent = JSON.stringify({ mbox: LEARNER.mbox });
    expect(await lrs.ids({ agent })).toEqual([b, a]);
    expect(await lrs.ids({ agent, ascending: 'true' })).toEqual([a, b]);
    const all = {
      agent,
      verb: verb('reprend').id,
      activity: GESTURE.id,
      registration: SCENE_ENDED.context.registration.toUpperCase(),
    };
    expect(await lrs.ids(all)).toEqual([b]);
    expect(await lrs.ids({ ...all, registration: newId() })).toEqual([]);
  });

  test('agent finds members and objects; related_agents all the rest, and the authority', async () => {
    const [member, object, instructor, inside] = [newId(), newId(), newId(), newId()];
    const who = by('membre');
    const agent = JSON.stringify(who);
    await lrs.post({ ...COMPLETED, id: member, actor: { objectType: 'Group', member: [who, LEARNER] } });
    await lrs.post({ ...COMPLETED, id: object, object: { objectType: 'Agent', ...who } });
    await lrs.post({ ...COMPLETED, id: instructor, context: { instructor: who } });
    await lrs.post({ ...COMPLETED, id: inside, object: { objectType: 'SubStatement', ...COMPLETED, actor: who } });
    expect(await lrs.ids({ agent })).toEqual([object, member]);
    expect(await lrs.ids({ agent, related_agents: 'true' })).toEqual([inside, instructor, object, member]);
    const { authority } = (await one(member)).body;
    expect(await lrs.ids({ agent: JSON.stringify(authority) })).toEqual([]);
    expect(
      await lrs.ids({ agent: JSON.stringify(authority), related_agents: 'true', verb: COMPLETED.verb.id }),
    ).toHaveLength(4);
  });

  test('activity finds the object; related_activities the context, and what a SubStatement holds', async () => {
    const [parent, inside] = [newId(), newId()];
    const activity = 'https://example.org/parcours/soudage';
    await lrs.post({ ...SCENE_ENDED, id: parent });
    await lrs.post({
      ...COMPLETED,
      id: inside,
      object: { objectType: 'SubStatement', ...COMPLETED, object: { id: activity } },
    });
    expect(await lrs.ids({ activity })).toEqual([]);
    expect(await lrs.ids({ activity, related_activities: 'true' })).toEqual([inside, parent]);
  });

  test('a statement that points at another is found by what that one is, through others, in any order of arrival', async () => {
    const [target, first, second] = [newId(), newId(), newId()];
    const agent = JSON.stringify(by('cible'));
    await lrs.post({ ...COMPLETED, actor: LEARNER, id: second, object: ref(first) });
    await lrs.post({ ...COMPLETED, actor: LEARNER, id: first, object: ref(target) });
    expect(await lrs.ids({ agent })).toEqual([]);
    await lrs.post({ ...COMPLETED, actor: by('cible'), id: target, verb: verb('cible') });
    expect(await lrs.ids({ agent })).toEqual([target, first, second]);
    expect(await lrs.ids({ agent, verb: verb('cible').id })).toEqual([target, first, second]);
    // One condition by a statement, the other by its target: no match, nor for what points at both.
    expect(await lrs.ids({ agent, verb: COMPLETED.verb.id })).toEqual([]);
  });

  test('in one list that points within itself', async () => {
    const [a, b, c] = [newId(), newId(), newId()];
    await lrs.post([
      { ...COMPLETED, id: a, object: ref(b) },
      { ...COMPLETED, id: b, object: ref(c) },
      { ...COMPLETED, id: c, actor: by('bout') },
    ]);
    expect((await lrs.ids({ agent: JSON.stringify(by('bout')) })).sort()).toEqual([a, b, c].sort());
  });

  test('since and until cut at stored; more leads to every statement once, whatever comes meanwhile', async () => {
    const ids = Array.from({ length: 7 }, newId);
    for (const id of ids) await lrs.post({ ...COMPLETED, id });
    const cut = (await one(ids[3] ?? '')).body.stored as string;
    expect(await lrs.ids({ since: cut, ascending: 'true' })).toEqual(ids.slice(4));
    expect(await lrs.ids({ until: cut, ascending: 'true' })).toEqual(ids.slice(0, 4));
    const seen: string[] = [];
    let path = 'statements?limit=3';
    while (path !== '') {
      const page = (await (await lrs.call('GET', path)).json()) as { statements: { id: string }[]; more: string };
      seen.push(...page.statements.map(({ id }) => id));
      await lrs.post(COMPLETED);
      path = page.more.replace('/xapi/', '');
    }
    expect(seen).toEqual([...ids].reverse());
    expect((await lrs.call('GET', 'statements?more=abc.def')).status).toBe(400);
  });

  test('in three forms: ids, exact, canonical in one language', async () => {
    const id = newId();
    await lrs.post({ ...COMPLETED, id });
    await lrs.post({ ...COMPLETED, object: { ...GESTURE, definition: { name: { de: 'Schweißen' } } } });
    const form = async (format: string, language = '') => {
      const response = await lrs.call('GET', `statements?statementId=${id}&format=${format}`, {
        headers: { 'accept-language': language },
      });
      return (await response.json()) as typeof COMPLETED;
    };
    expect(await form('ids')).toMatchObject({
      actor: { objectType: 'Agent', mbox: LEARNER.mbox },
      verb: { id: COMPLETED.verb.id },
      object: { id: GESTURE.id },
    });
    expect((await form('ids')).actor.name).toBeUndefined();
    expect((await form('exact')).object.definition.name).toEqual(GESTURE.definition.name);
    expect((await form('canonical', 'en-GB, fr;q=0.5')).object.definition.name).toEqual({ en: 'Welding gesture' });
    expect((await form('canonical', 'de')).object.definition.name).toEqual({ de: 'Schweißen' });
    const known = (await (
      await lrs.call('GET', `activities?activityId=${encodeURIComponent(GESTURE.id)}`)
    ).json()) as typeof GESTURE;
    expect(Object.keys(known.definition.name).sort()).toEqual(['de', 'en', 'fr']);
  });
});
