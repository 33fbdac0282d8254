import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cmi5Parts } from '../commons/fixtures/courses.ts';
import { zip } from '../commons/fixtures/zip.ts';
import { newId } from '../kernel/ids.ts';
import { DAY_MS, MINUTE_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { basic, keyFor, type Machine, machineOf } from '../traces/fixtures/machine.ts';
import { ACTOR, blockXml, courseXml, type Opened, unitOf, unitStatement, unitXml } from './fixtures.ts';
import { abandonSilent } from './store/ends.ts';
import { CATEGORY, LAUNCH_DATA, MASTERY_SCORE, MOVE_ON_CATEGORY, PREFERENCES, SESSION_ID, type Verb, VERBS } from './model/words.ts';

type Members = Record<string, any>;

let site: TestSite;
let key: Awaited<ReturnType<typeof keyFor>>;
let lrs: Machine;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  key = await keyFor(site.kernel, newId());
  lrs = machineOf(site, key, '1.0.3');
});

const api = (method: string, path: string, body?: unknown, type = 'application/json', by = key) =>
  site.fetch(`/api/cmi5/${path}`, {
    method,
    headers: { authorization: basic(by), ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined
      ? {}
      : { body: Buffer.isBuffer(body) || typeof body === 'string' ? (body as string) : JSON.stringify(body) }),
  });
async function importXml(xml: string): Promise<string> {
  const response = await api('POST', 'cours', xml, 'text/xml');
  if (response.status !== 201) throw new Error(await response.text());
  return ((await response.json()) as { id: string }).id;
}
async function open(course: string, more: Members = {}, rank = 0): Promise<Opened> {
  const response = await api('POST', `cours/${course}/unites/${rank}/lancement`, { actor: ACTOR, ...more });
  if (response.status !== 201) throw new Error(await response.text());
  const given = (await response.json()) as { url: string; session: string; registration: string };
  const url = new URL(given.url);
  return { ...given, url, activityId: url.searchParams.get('activityId') ?? '' };
}
const PASSING = 'moveOn="CompletedAndPassed" masteryScore="0.9"';
const now = () => site.kernel.clock.now().toISOString();
async function told(registration: string): Promise<Members[]> {
  const response = await lrs.call('GET', `statements?${new URLSearchParams({ registration, ascending: 'true' })}`);
  return ((await response.json()) as { statements: Members[] }).statements;
}
const verbs = async (registration: string) =>
  (await told(registration)).map(({ verb }) => Object.entries(VERBS).find(([, iri]) => iri === verb.id)?.[0] ?? verb.id);

/** A unit that is open and has read its documents. */
async function started(course: string, more: Members = {}, rank = 0) {
  const opened = await open(course, more, rank);
  const unit = unitOf(site, opened);
  await unit.fetchToken();
  const data = await unit.read();
  const make = (verb: Verb) => unitStatement(opened, data.contextTemplate, verb, now()) as Members;
  const status = async (statement: unknown) => (await unit.say(statement)).status;
  return { opened, unit, data, make, status };
}
async function begun(course: string, more: Members = {}, rank = 0) {
  const one = await started(course, more, rank);
  expect(await one.status(one.make('initialized'))).toBe(200);
  return one;
}

describe('import', () => {
  test('a package, a bare structure; what is neither, or broken, is refused in words and nothing is kept', async () => {
    const made = await api('POST', 'cours', zip(cmi5Parts()), 'application/zip');
    expect(made.status).toBe(201);
    const course = (await made.json()) as Members;
    expect(course.units).toHaveLength(3);
    expect(course.units[0].activityId).not.toBe(course.units[0].publisherId);
    const relative = await api('POST', 'cours', courseXml(unitXml({ url: 'index.html' })), 'application/xml');
    expect([relative.status, JSON.stringify(await relative.json())]).toEqual([422, expect.stringContaining('index.html')]);
    expect((await api('POST', 'cours', 'pas un zip', 'application/zip')).status).toBe(422);
    expect((await api('POST', 'cours', '# titre', 'text/markdown; charset=UTF-8')).status).toBe(415);
    expect((await (await api('GET', 'cours')).json()) as unknown[]).toHaveLength(1);
  });

  test('is for keys that may do everything, each in its organisation', async () => {
    const id = await importXml(courseXml(unitXml()));
    const other = await keyFor(site.kernel, newId());
    expect((await api('GET', `cours/${id}`, undefined, '', other)).status).toBe(404);
    expect((await api('DELETE', `cours/${id}`, undefined, '', other)).status).toBe(404);
    const reader = await keyFor(site.kernel, newId(), ['all/read']);
    expect((await api('GET', 'cours', undefined, '', reader)).status).toBe(403);
    expect((await api('DELETE', `cours/${id}`)).status).toBe(204);
    expect((await api('GET', `cours/${id}`)).status).toBe(404);
  });
});

describe('launch', () => {
  test('gives an address with everything a unit needs, its documents, and tells that it launched', async () => {
    const more = '<launchParameters>p</launchParameters><entitlementKey>clé</entitlementKey>';
    const course = await importXml(courseXml(unitXml({ attributes: PASSING, more })));
    const { opened, data, unit } = await started(course, { returnUrl: 'https://exemple.org/retour' });
    const { searchParams: given, pathname } = opened.url;
    expect([pathname, given.get('a'), given.get('b')]).toEqual(['/unite/index.html', '1', '2']);
    expect(JSON.parse(given.get('actor') ?? '')).toEqual(ACTOR);
    expect(given.get('endpoint')).toBe(`${site.kernel.config.PUBLIC_URL}/xapi/`);
    expect(data).toEqual({
      contextTemplate: {
        extensions: { [SESSION_ID]: opened.session },
        contextActivities: { grouping: [{ id: 'https://exemple.org/cours/unite-1' }] },
      },
      ...{ launchMode: 'Normal', launchMethod: 'AnyWindow', launchParameters: 'p', moveOn: 'CompletedAndPassed' },
      ...{ masteryScore: 0.9, returnURL: 'https://exemple.org/retour', entitlementKey: { courseStructure: 'clé' } },
    });
    expect(await (await unit.call('GET', unit.profile(PREFERENCES))).json()).toEqual({
      languagePreference: 'fr-FR,fr',
      audioPreference: 'on',
    });
    const [first, ...others] = await told(opened.registration);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ actor: ACTOR, verb: { id: VERBS.launched }, object: { id: opened.activityId } });
    expect(first?.context.contextActivities.category).toEqual([{ objectType: 'Activity', id: CATEGORY }].map(({ id }) => ({ id })));
    const extensions = first?.context.extensions as Members;
    expect(extensions[SESSION_ID]).toBe(opened.session);
    expect(extensions[MASTERY_SCORE]).toBe(0.9);
    expect(Object.values(extensions)).toEqual(
      expect.arrayContaining(['Normal', 'CompletedAndPassed', 'p', 'https://contenu.exemple.org/unite/index.html?a=1&b=2']),
    );
  });

  test('keeps the identifier of a unit from one launch to the next, and refuses the registration of somebody else', async () => {
    const course = await importXml(courseXml(unitXml({ attributes: PASSING })));
    const first = await open(course);
    const second = await open(course, { registration: first.registration });
    expect(second.activityId).toBe(first.activityId);
    const stranger = { objectType: 'Agent', account: { homePage: 'https://exemple.org', name: 'autre' } };
    const response = await api('POST', `cours/${course}/unites/0/lancement`, {
      actor: stranger,
      registration: first.registration,
    });
    expect([response.status, ((await response.json()) as Members).code]).toEqual([409, 'registration-taken']);
    for (const wrong of [{ actor: { mbox: 'mailto:a@e.org' } }, { launchMode: 'Autre' }, { registration: 'x' }])
      expect((await api('POST', `cours/${course}/unites/0/lancement`, { actor: ACTOR, ...wrong })).status).toBe(400);
    expect((await api('POST', `cours/${course}/unites/9/lancement`, { actor: ACTOR })).status).toBe(409);
  });

  test('what asks nothing of the learner is satisfied when they register, before the first launch', async () => {
    const course = await importXml(courseXml(blockXml(unitXml())));
    const { registration } = await open(course);
    expect(await verbs(registration)).toEqual(['satisfied', 'satisfied', 'launched']);
    const [block, whole] = await told(registration);
    expect(block?.context.contextActivities.grouping[0].id).toBe('https://exemple.org/cours/bloc-1');
    expect(whole?.object.definition.type).toMatch(/activitytype\/course$/);
    expect(block?.context.extensions[SESSION_ID]).toBeTruthy();
  });

  test('content that nothing serves is not launched', async () => {
    const made = (await (await api('POST', 'cours', zip(cmi5Parts()), 'application/zip')).json()) as Members;
    const response = await api('POST', `cours/${made.id}/unites/0/lancement`, { actor: ACTOR });
    expect([response.status, ((await response.json()) as Members).code]).toEqual([409, 'not-served']);
  });
});

describe('the fetch address', () => {
  test('gives a credential once, from any origin, without cookie; then says why not, with 200', async () => {
    const opened = await open(await importXml(courseXml(unitXml())));
    const unit = unitOf(site, opened);
    const { response, value } = await unit.fetchToken();
    expect([response.status, response.headers.get('access-control-allow-origin'), response.headers.get('set-cookie')]).toEqual([200, '*', null]);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(Buffer.from(value['auth-token'] ?? '', 'base64').toString()).toMatch(/^ses-/);
    const again = await unit.fetchToken();
    expect([again.response.status, again.value['error-code'], again.value['auth-token']]).toEqual([200, '1', undefined]);
    const unknown = await site.fetch('/cmi5/jeton/inconnu', { method: 'POST' });
    expect([unknown.status, ((await unknown.json()) as Members)['error-code']]).toEqual([200, '2']);
    expect((await unit.call('GET', unit.state(LAUNCH_DATA))).headers.get('access-control-allow-origin')).toBe('*');
  });

  test('a credential that is not one is refused by a scheme that no browser asks a password for', async () => {
    const opened = await open(await importXml(courseXml(unitXml())));
    const response = await unitOf(site, opened).call('GET', 'statements');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, expect.not.stringMatching(/^basic/i)]);
  });
});

describe('statements of a unit', () => {
  test('a run that follows cmi5 passes, and satisfies its block and its course once', async () => {
    const { opened, make, status } = await begun(await importXml(courseXml(blockXml(unitXml({ attributes: PASSING })))));
    expect(await status(make('completed'))).toBe(200);
    expect(await status(make('passed'))).toBe(200);
    expect(await status(make('terminated'))).toBe(200);
    expect(await verbs(opened.registration)).toEqual(
      ['launched', 'initialized', 'completed', 'passed', 'satisfied', 'satisfied', 'terminated'],
    );
    const all = await told(opened.registration);
    expect(all[4]?.context.extensions[SESSION_ID]).toBe(opened.session);
    expect(all[4]?.object.definition.type).toMatch(/block$/);
    const progress = (await (await api('GET', `inscriptions/${opened.registration}`)).json()) as Members;
    expect([progress.course, progress.units['0']]).toEqual([expect.any(String), expect.objectContaining({ passed: now() })]);
  });

  test('a repeated request changes nothing; another statement under the same id is a conflict', async () => {
    const { opened, make, status } = await begun(await importXml(courseXml(unitXml({ attributes: PASSING }))));
    const completed = make('completed');
    expect([await status(completed), await status(completed)]).toEqual([200, 200]);
    expect(await status({ ...completed, verb: { id: VERBS.passed } })).toBe(409);
    expect(await verbs(opened.registration)).toEqual(['launched', 'initialized', 'completed']);
  });

  test('nothing is heard before the launch data and the preferences were read, nor before initialized', async () => {
    const opened = await open(await importXml(courseXml(unitXml())));
    const unit = unitOf(site, opened);
    await unit.fetchToken();
    const template = { extensions: { [SESSION_ID]: opened.session }, contextActivities: { grouping: [{ id: 'https://exemple.org/cours/unite-1' }] } };
    const early = await unit.say(unitStatement(opened, template, 'initialized', now()));
    expect([early.status, await early.text()]).toEqual([403, expect.stringMatching(/^not-read at LMS.LaunchData\n.+\n.+/)]);
    await unit.read();
    const experienced = { ...unitStatement(opened, template, 'initialized', now()), verb: { id: 'https://e.org/vu' } };
    expect((await unit.say(experienced)).status).toBe(403);
    expect(await verbs(opened.registration)).not.toContain('initialized');
  });

  test('what only cmi5 allows passes without its category', async () => {
    const { opened, make, status } = await begun(await importXml(courseXml(unitXml())));
    const statement = make('initialized');
    statement.verb = { id: 'http://adlnet.gov/expapi/verbs/experienced' };
    delete statement.context.contextActivities.category;
    expect(await status(statement)).toBe(200);
    expect(await verbs(opened.registration)).toContain('http://adlnet.gov/expapi/verbs/experienced');
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
    const { opened, make, unit } = await begun(await importXml(courseXml(unitXml({ attributes: PASSING }))));
    for (const [code, verb, alter] of FAULTS) {
      const statement = structuredClone(make(verb));
      alter(statement);
      const response = await unit.say(statement);
      const [first = '', en, fr] = (await response.text()).split('\n');
      expect([response.status, first.split(' at ')[0], Boolean(en && fr)]).toEqual([403, code, true]);
    }
    expect(await verbs(opened.registration)).toEqual(['launched', 'initialized']);
  });

  test('a unit voids nothing', async () => {
    const { make, status } = await begun(await importXml(courseXml(unitXml())));
    const statement = make('initialized');
    statement.verb = { id: 'http://adlnet.gov/expapi/verbs/voided' };
    statement.object = { objectType: 'StatementRef', id: newId() };
    expect(await status(statement)).toBe(403);
  });

  test('once in a registration, whatever the session: completed, passed; no failed after passed; passed or failed in a session', async () => {
    const course = await importXml(courseXml(unitXml({ attributes: 'moveOn="Passed"' })));
    const first = await begun(course);
    expect(await first.status(first.make('failed'))).toBe(200);
    expect(await first.status(first.make('passed'))).toBe(403);
    expect(await first.status(first.make('terminated'))).toBe(200);
    const second = await begun(course, { registration: first.opened.registration });
    expect(await second.status(second.make('passed'))).toBe(200);
    expect(await second.status(second.make('completed'))).toBe(200);
    expect(await second.status(second.make('terminated'))).toBe(200);
    const third = await begun(course, { registration: first.opened.registration });
    for (const verb of ['passed', 'completed', 'failed'] as const) expect(await third.status(third.make(verb))).toBe(403);
    expect((await verbs(first.opened.registration)).filter((one) => one === 'satisfied')).toHaveLength(1);
  });

  test.each(['Browse', 'Review'])('in %s mode nothing is achieved', async (launchMode) => {
    const { make, status } = await begun(await importXml(courseXml(unitXml({ attributes: PASSING }))), { launchMode });
    for (const verb of ['completed', 'passed', 'failed'] as const) expect(await status(make(verb))).toBe(403);
    expect(await status(make('terminated'))).toBe(200);
  });
});

describe('documents of a unit', () => {
  test('its own states pass; the launch data is the platform’s, and another learner’s is another’s', async () => {
    const { unit } = await begun(await importXml(courseXml(unitXml())));
    expect((await unit.call('PUT', unit.state('marque'), { page: 2 })).status).toBe(204);
    expect(await (await unit.call('GET', unit.state('marque'))).json()).toEqual({ page: 2 });
    expect((await unit.call('PUT', unit.state(LAUNCH_DATA), {})).status).toBe(403);
    expect((await unit.call('DELETE', unit.state(LAUNCH_DATA))).status).toBe(403);
    const shelf = unit.state('x').replace('stateId=x&', '');
    expect((await unit.call('DELETE', shelf)).status).toBe(403);
    const other = unit.state('marque').replace('apprenant-1', 'apprenant-2');
    expect((await unit.call('GET', other)).status).toBe(403);
  });

  test('preferences that follow cmi5 are kept; others are refused by 403', async () => {
    const { unit } = await begun(await importXml(courseXml(unitXml())));
    const current = await unit.call('GET', unit.profile(PREFERENCES));
    const put = (body: unknown, type?: string, path = unit.profile(PREFERENCES)) => unit.call('PUT', path, body, type);
    const good = { languagePreference: 'en-US,fr-FR', audioPreference: 'off' };
    for (const wrong of [{ audioPreference: 'on' }, { languagePreference: 'fr' }, { ...good, languagePreference: '' }, { ...good, languagePreference: 'pas une langue' }, []])
      expect((await put(wrong)).status).toBe(403);
    expect((await put('texte', 'text/plain')).status).toBe(403);
    expect((await put(good, undefined, 'agents/profile?profileId=cmi5LearnerPreferences')).status).toBe(403);
    expect((await put(good, undefined, unit.profile(PREFERENCES, { mbox: 'mailto:a@e.org' }))).status).toBe(403);
    expect(await (await unit.call('GET', unit.profile(PREFERENCES))).json()).toEqual(await current.json());
  });

  test('a session reads what is told of its learner in its registration, and nothing else', async () => {
    const course = await importXml(courseXml(unitXml()));
    const other = await begun(course);
    const { unit, opened } = await begun(course);
    const seen = (await (await unit.call('GET', 'statements')).json()) as { statements: Members[] };
    expect(new Set(seen.statements.map(({ context }) => context.registration))).toEqual(new Set([opened.registration]));
    const [foreign] = await told(other.opened.registration);
    expect((await unit.call('GET', `statements?statementId=${foreign?.id}`)).status).toBe(404);
    expect((await unit.call('GET', `statements?statementId=${seen.statements[0]?.id}`)).status).toBe(200);
  });
});

describe('the end', () => {
  test('after terminated nothing more is heard, not even a reading', async () => {
    const { unit, make, status } = await begun(await importXml(courseXml(unitXml())));
    expect(await status(make('terminated'))).toBe(200);
    const late = await unit.say(make('completed'));
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('session-over')]);
    expect((await unit.call('GET', unit.state('x'))).status).toBe(403);
  });

  test('a session that is abandoned is told so, with its duration, and heard no more', async () => {
    const { opened, unit, make, status } = await begun(await importXml(courseXml(unitXml({ attributes: PASSING }))));
    expect((await api('POST', `sessions/${opened.session}/abandon`)).status).toBe(204);
    expect((await api('POST', `sessions/${opened.session}/abandon`)).status).toBe(409);
    expect((await api('POST', `sessions/${newId()}/abandon`)).status).toBe(404);
    const last = (await told(opened.registration)).at(-1);
    expect(last).toMatchObject({ verb: { id: VERBS.abandoned }, object: { id: opened.activityId }, result: { duration: expect.stringMatching(/^PT/) } });
    expect(last?.context.extensions[SESSION_ID]).toBe(opened.session);
    expect(await status(make('completed'))).toBe(403);
    expect((await unit.call('GET', unit.state('x'))).status).toBe(403);
  });

  test('a new launch ends what was open in the registration, before it is told', async () => {
    const attributes = 'moveOn="Completed"';
    const course = await importXml(courseXml(unitXml({ attributes }) + unitXml({ id: 'u2', attributes })));
    const first = await begun(course);
    await open(course, { registration: first.opened.registration }, 1);
    expect(await verbs(first.opened.registration)).toEqual(['launched', 'initialized', 'abandoned', 'launched']);
    expect(await first.status(first.make('completed'))).toBe(403);
  });

  test('a session of which nothing is heard for a day is given up', async () => {
    const { opened } = await begun(await importXml(courseXml(unitXml({ attributes: PASSING }))));
    site.kernel.clock.advance(DAY_MS + MINUTE_MS);
    expect(await abandonSilent(site.kernel)).toBeGreaterThan(0);
    expect(await abandonSilent(site.kernel)).toBe(0);
    expect((await verbs(opened.registration)).at(-1)).toBe('abandoned');
  });

  test('a unit that is waived satisfies what holds it, under a session of its own; once', async () => {
    const { opened, make, status } = await begun(await importXml(courseXml(unitXml({ attributes: PASSING }))));
    expect(await status(make('terminated'))).toBe(200);
    const path = `inscriptions/${opened.registration}/unites/0/dispense`;
    expect((await api('POST', path, { reason: 'Parce que' })).status).toBe(400);
    expect((await api('POST', path, { reason: 'Administrative' })).status).toBe(204);
    expect((await api('POST', path, { reason: 'Administrative' })).status).toBe(409);
    const [, , , waived, satisfied, ...more] = await told(opened.registration);
    expect(more).toEqual([]);
    expect(waived).toMatchObject({ verb: { id: VERBS.waived }, actor: ACTOR, object: { id: opened.activityId }, result: { success: true, completion: true } });
    expect(Object.values(waived?.result.extensions)).toEqual(['Administrative']);
    expect(waived?.context.contextActivities.category.map(({ id }: Members) => id)).toEqual([CATEGORY, MOVE_ON_CATEGORY]);
    expect(waived?.context.extensions[SESSION_ID]).not.toBe(opened.session);
    expect(satisfied?.context.extensions[SESSION_ID]).toBe(waived?.context.extensions[SESSION_ID]);
  });

  test('a course that is deleted opens no more; what was told of it stays', async () => {
    const course = await importXml(courseXml(unitXml()));
    const { opened } = await begun(course);
    expect((await api('DELETE', `cours/${course}`)).status).toBe(204);
    expect((await api('POST', `cours/${course}/unites/0/lancement`, { actor: ACTOR })).status).toBe(404);
    expect((await verbs(opened.registration)).at(-1)).toBe('abandoned');
  });
});
