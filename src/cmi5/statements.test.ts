import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { basic, keyFor } from '../traces/fixtures/machine.ts';
import { Lms, type Members, PASSING } from './fixtures/lms.ts';
import { ACTOR, blockXml, courseXml, unitOf, unitStatement, unitXml } from './fixtures.ts';
import { MASTERY_SCORE, MOVE_ON_CATEGORY, SESSION_ID, VERBS, type Verb } from './model/words.ts';

let lms: Lms<TestSite>;
beforeAll(async () => {
  lms = new Lms(await openTestSite());
});
afterAll(() => lms.site.close());
/** An organisation of its own for each test. */
beforeEach(async () => {
  lms.authorization = basic(await keyFor(lms.site.kernel, newId()));
});

describe('statements of a unit', () => {
  test('a run that follows cmi5 passes, and satisfies its block and its course once', async () => {
    const { opened, make, status } = await lms.begun(
      await lms.importXml(courseXml(blockXml(unitXml({ attributes: PASSING })))),
    );
    expect(await status(make('completed'))).toBe(200);
    expect(await status(make('passed'))).toBe(200);
    expect(await status(make('terminated'))).toBe(200);
    expect(await lms.verbs(opened.registration)).toEqual([
      'launched',
      'initialized',
      'completed',
      'passed',
      'satisfied',
      'satisfied',
      'terminated',
    ]);
    const all = await lms.told(opened.registration);
    expect(all[4]?.context.extensions[SESSION_ID]).toBe(opened.session);
    expect(all[4]?.object.definition.type).toMatch(/block$/);
    const progress = (await (await lms.api('GET', `inscriptions/${opened.registration}`)).json()) as Members;
    expect([progress.course, progress.units['0']]).toEqual([
      expect.any(String),
      expect.objectContaining({ passed: lms.now() }),
    ]);
  });

  test('a repeated request changes nothing; another statement under the same id is a conflict', async () => {
    const { opened, make, status } = await lms.begun(await lms.importXml(courseXml(unitXml({ attributes: PASSING }))));
    const completed = make('completed');
    expect([await status(completed), await status(completed)]).toEqual([200, 200]);
    expect(await status({ ...completed, verb: { id: VERBS.passed } })).toBe(409);
    expect(await lms.verbs(opened.registration)).toEqual(['launched', 'initialized', 'completed']);
  });

  test('nothing is heard before the launch data and the preferences were read, nor before initialized', async () => {
    const opened = await lms.launch(await lms.importXml(courseXml(unitXml())));
    const unit = unitOf(lms.site, opened);
    await unit.fetchToken();
    const template = {
      extensions: { [SESSION_ID]: opened.session },
      contextActivities: { grouping: [{ id: 'https://exemple.org/cours/unite-1' }] },
    };
    const early = await unit.say(unitStatement(opened, template, 'initialized', lms.now()));
    expect([early.status, await early.text()]).toEqual([
      403,
      expect.stringMatching(/^not-read at LMS.LaunchData\n.+\n.+/),
    ]);
    await unit.read();
    const experienced = {
      ...unitStatement(opened, template, 'initialized', lms.now()),
      verb: { id: 'https://e.org/vu' },
    };
    expect((await unit.say(experienced)).status).toBe(403);
    expect(await lms.verbs(opened.registration)).not.toContain('initialized');
  });

  test('what only cmi5 allows passes without its category', async () => {
    const { opened, make, status } = await lms.begun(await lms.importXml(courseXml(unitXml())));
    const statement = make('initialized');
    statement.verb = { id: 'http://adlnet.gov/expapi/verbs/experienced' };
    delete statement.context.contextActivities.category;
    expect(await status(statement)).toBe(200);
    expect(await lms.verbs(opened.registration)).toContain('http://adlnet.gov/expapi/verbs/experienced');
  });

  const score = (given: object) => (one: Members) => {
    one.result.score = given;
    one.context.extensions = { ...one.context.extensions, [MASTERY_SCORE]: 0.9 };
  };
  const FAULTS: readonly (readonly [string, Verb, (one: Members) => void])[] = [
    ['no-id', 'passed', (one) => delete one.id],
    ['no-timestamp', 'passed', (one) => delete one.timestamp],
    ['not-utc', 'passed', (one) => (one.timestamp = one.timestamp.replace('Z', '-06:00'))],
    ['actor', 'passed', (one) => (one.actor = { ...ACTOR, objectType: 'Group' })],
    ['actor', 'passed', (one) => (one.actor = { mbox: 'mailto:autre@exemple.org' })],
    ['object', 'passed', (one) => (one.object = { id: 'https://exemple.org/autre' })],
    ['no-context', 'passed', (one) => delete one.context],
    ['registration', 'passed', (one) => delete one.context.registration],
    ['registration', 'passed', (one) => (one.context.registration = newId())],
    ['session', 'passed', (one) => delete one.context.extensions],
    ['session', 'passed', (one) => (one.context.extensions = { [SESSION_ID]: newId() })],
    ['template', 'passed', (one) => delete one.context.contextActivities.grouping],
    ['category', 'passed', (one) => delete one.context.contextActivities.category],
    ['moveon-missing', 'completed', (one) => one.context.contextActivities.category.pop()],
    ['moveon-missing', 'failed', (one) => one.context.contextActivities.category.pop()],
    ['moveon-spare', 'terminated', (one) => one.context.contextActivities.category.push({ id: MOVE_ON_CATEGORY })],
    ['verb-unknown', 'passed', (one) => (one.verb = { id: 'https://e.org/vu' })],
    ['lms-verb', 'passed', (one) => (one.verb = { id: VERBS.waived })],
    ['twice', 'initialized', () => undefined],
    ['success', 'passed', (one) => delete one.result.success],
    ['success', 'failed', (one) => (one.result.success = true)],
    ['success', 'completed', (one) => (one.result.success = true)],
    ['completion', 'passed', (one) => (one.result.completion = true)],
    ['completion', 'completed', (one) => (one.result.completion = false)],
    ['duration', 'completed', (one) => delete one.result.duration],
    ['duration', 'terminated', (one) => delete one.result],
    ['score-spare', 'completed', score({ scaled: 0.9 })],
    ['score-bounds', 'passed', score({ raw: 90, max: 100 })],
    ['score-range', 'failed', score({ scaled: -0.1 })],
    ['mastery', 'passed', score({ scaled: 0.89 })],
    ['mastery', 'failed', score({ scaled: 0.9 })],
    ['mastery-extension', 'passed', (one) => (one.result.score = { scaled: 0.95 })],
    ['mastery-extension', 'passed', (one) => (one.context.extensions[MASTERY_SCORE] = 0.8)],
  ];
  test('each rule that is broken is told with its place, by 403, and nothing is stored', async () => {
    const { opened, make, unit } = await lms.begun(await lms.importXml(courseXml(unitXml({ attributes: PASSING }))));
    for (const [code, verb, alter] of FAULTS) {
      const statement = structuredClone(make(verb));
      alter(statement);
      const response = await unit.say(statement);
      const [first = '', en, fr] = (await response.text()).split('\n');
      expect([response.status, first.split(' at ')[0], Boolean(en && fr)]).toEqual([403, code, true]);
    }
    expect(await lms.verbs(opened.registration)).toEqual(['launched', 'initialized']);
  });

  test('a unit voids nothing', async () => {
    const { make, status } = await lms.begun(await lms.importXml(courseXml(unitXml())));
    const statement = make('initialized');
    statement.verb = { id: 'http://adlnet.gov/expapi/verbs/voided' };
    statement.object = { objectType: 'StatementRef', id: newId() };
    expect(await status(statement)).toBe(403);
  });

  test('once in a registration, whatever the session: completed, passed; no failed after passed; passed or failed in a session', async () => {
    const course = await lms.importXml(courseXml(unitXml({ attributes: 'moveOn="Passed"' })));
    const first = await lms.begun(course);
    expect(await first.status(first.make('failed'))).toBe(200);
    expect(await first.status(first.make('passed'))).toBe(403);
    expect(await first.status(first.make('terminated'))).toBe(200);
    const second = await lms.begun(course, { registration: first.opened.registration });
    expect(await second.status(second.make('passed'))).toBe(200);
    expect(await second.status(second.make('completed'))).toBe(200);
    expect(await second.status(second.make('terminated'))).toBe(200);
    const third = await lms.begun(course, { registration: first.opened.registration });
    for (const verb of ['passed', 'completed', 'failed'] as const)
      expect(await third.status(third.make(verb))).toBe(403);
    expect((await lms.verbs(first.opened.registration)).filter((one) => one === 'satisfied')).toHaveLength(1);
  });

  test.each(['Browse', 'Review'])('in %s mode nothing is achieved', async (launchMode) => {
    const { make, status } = await lms.begun(await lms.importXml(courseXml(unitXml({ attributes: PASSING }))), {
      launchMode,
    });
    for (const verb of ['completed', 'passed', 'failed'] as const) expect(await status(make(verb))).toBe(403);
    expect(await status(make('terminated'))).toBe(200);
  });
});
