import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seedPeople } from '../identity/fixtures.ts';
import { newId } from '../kernel/ids.ts';
import { DAY_MS, MINUTE_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { basic, keyFor } from '../traces/fixtures/machine.ts';
import { Lms, type Members, PASSING } from './fixtures/lms.ts';
import { ACTOR, courseXml, unitXml } from './fixtures.ts';
import { CATEGORY, LAUNCH_DATA, MOVE_ON_CATEGORY, PREFERENCES, SESSION_ID, VERBS } from './model/words.ts';
import { abandonSilent } from './store/ends.ts';

let lms: Lms<TestSite>;
beforeAll(async () => {
  lms = new Lms(await openTestSite());
});
afterAll(() => lms.site.close());
/** An organisation of its own for each test. */
beforeEach(async () => {
  lms.authorization = basic(await keyFor(lms.site.kernel, newId()));
});

describe('documents of a unit', () => {
  test('its own states pass; the launch data is the platform’s, and another learner’s is another’s', async () => {
    const { unit } = await lms.begun(await lms.importXml(courseXml(unitXml())));
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
    const { unit } = await lms.begun(await lms.importXml(courseXml(unitXml())));
    const current = await unit.call('GET', unit.profile(PREFERENCES));
    const put = (body: unknown, type?: string, path = unit.profile(PREFERENCES)) => unit.call('PUT', path, body, type);
    const good = { languagePreference: 'en-US,fr-FR', audioPreference: 'off' };
    for (const wrong of [
      { audioPreference: 'on' },
      { languagePreference: 'fr' },
      { ...good, languagePreference: '' },
      { ...good, languagePreference: 'pas une langue' },
      [],
    ])
      expect((await put(wrong)).status).toBe(403);
    expect((await put('texte', 'text/plain')).status).toBe(403);
    expect((await put(good, undefined, 'agents/profile?profileId=cmi5LearnerPreferences')).status).toBe(403);
    expect((await put(good, undefined, unit.profile(PREFERENCES, { mbox: 'mailto:a@e.org' }))).status).toBe(403);
    expect(await (await unit.call('GET', unit.profile(PREFERENCES))).json()).toEqual(await current.json());
    expect((await unit.call('POST', unit.profile(PREFERENCES), good)).status).toBe(204);
    expect(await (await unit.call('GET', unit.profile(PREFERENCES))).json()).toEqual(good);
  });

  test('a session reads what is told of its learner in its registration, and nothing else', async () => {
    const course = await lms.importXml(courseXml(unitXml()));
    const other = await lms.begun(course);
    const { unit, opened } = await lms.begun(course);
    const seen = (await (await unit.call('GET', 'statements')).json()) as { statements: Members[] };
    expect(new Set(seen.statements.map(({ context }) => context.registration))).toEqual(new Set([opened.registration]));
    const [foreign] = await lms.told(other.opened.registration);
    expect((await unit.call('GET', `statements?statementId=${foreign?.id}`)).status).toBe(404);
    expect((await unit.call('GET', `statements?statementId=${seen.statements[0]?.id}`)).status).toBe(200);
  });
});

describe('the end', () => {
  test('after terminated nothing more is heard, not even a reading', async () => {
    const { unit, make, status } = await lms.begun(await lms.importXml(courseXml(unitXml())));
    expect(await status(make('terminated'))).toBe(200);
    const late = await unit.say(make('completed'));
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('session-over')]);
    expect((await unit.call('GET', unit.state('x'))).status).toBe(403);
  });

  test('a session that is abandoned is told so, with its duration, and heard no more', async () => {
    const { opened, unit, make, status } = await lms.begun(
      await lms.importXml(courseXml(unitXml({ attributes: PASSING }))),
    );
    expect((await lms.api('POST', `sessions/${opened.session}/abandon`)).status).toBe(204);
    expect((await lms.api('POST', `sessions/${opened.session}/abandon`)).status).toBe(409);
    expect((await lms.api('POST', `sessions/${newId()}/abandon`)).status).toBe(404);
    const last = (await lms.told(opened.registration)).at(-1);
    expect(last).toMatchObject({
      verb: { id: VERBS.abandoned },
      object: { id: opened.activityId },
      result: { duration: expect.stringMatching(/^PT/) },
    });
    expect(last?.context.extensions[SESSION_ID]).toBe(opened.session);
    expect(await status(make('completed'))).toBe(403);
    expect((await unit.call('GET', unit.state('x'))).status).toBe(403);
  });

  test('a new launch ends what was open in the registration, before it is told', async () => {
    const attributes = 'moveOn="Completed"';
    const course = await lms.importXml(courseXml(unitXml({ attributes }) + unitXml({ id: 'u2', attributes })));
    const first = await lms.begun(course);
    await lms.launch(course, { registration: first.opened.registration }, 1);
    expect(await lms.verbs(first.opened.registration)).toEqual(['launched', 'initialized', 'abandoned', 'launched']);
    expect(await first.status(first.make('completed'))).toBe(403);
  });

  test('a session of which nothing is heard for a day is given up', async () => {
    const { opened } = await lms.begun(await lms.importXml(courseXml(unitXml({ attributes: PASSING }))));
    lms.site.kernel.clock.advance(DAY_MS + MINUTE_MS);
    expect(await abandonSilent(lms.site.kernel)).toBeGreaterThan(0);
    expect(await abandonSilent(lms.site.kernel)).toBe(0);
    expect((await lms.verbs(opened.registration)).at(-1)).toBe('abandoned');
  });

  test('a unit that is waived satisfies what holds it, under a session of its own; once', async () => {
    const { opened, make, status } = await lms.begun(await lms.importXml(courseXml(unitXml({ attributes: PASSING }))));
    expect(await status(make('terminated'))).toBe(200);
    const path = `inscriptions/${opened.registration}/unites/0/dispense`;
    expect((await lms.api('POST', path, { reason: 'Parce que' })).status).toBe(400);
    expect((await lms.api('POST', path, { reason: 'Administrative' })).status).toBe(204);
    expect((await lms.api('POST', path, { reason: 'Administrative' })).status).toBe(409);
    const [, , , waived, satisfied, ...more] = await lms.told(opened.registration);
    expect(more).toEqual([]);
    expect(waived).toMatchObject({
      verb: { id: VERBS.waived },
      actor: ACTOR,
      object: { id: opened.activityId },
      result: { success: true, completion: true },
    });
    expect(Object.values(waived?.result.extensions)).toEqual(['Administrative']);
    expect(waived?.context.contextActivities.category.map(({ id }: Members) => id)).toEqual([
      CATEGORY,
      MOVE_ON_CATEGORY,
    ]);
    expect(waived?.context.extensions[SESSION_ID]).not.toBe(opened.session);
    expect(satisfied?.context.extensions[SESSION_ID]).toBe(waived?.context.extensions[SESSION_ID]);
  });

  test('a course that is deleted opens no more; what was told of it stays', async () => {
    const course = await lms.importXml(courseXml(unitXml()));
    const { opened } = await lms.begun(course);
    expect((await lms.api('DELETE', `cours/${course}`)).status).toBe(204);
    expect((await lms.api('POST', `cours/${course}/unites/0/lancement`, { actor: ACTOR })).status).toBe(404);
    expect((await lms.verbs(opened.registration)).at(-1)).toBe('abandoned');
  });

  test('a learner who is erased leaves the registration and the open session too; what was reached stays', async () => {
    const { site } = lms;
    const cast = await seedPeople(site.kernel);
    const organisationId = cast.organisationIds.btpPicardie;
    lms.authorization = basic(await keyFor(site.kernel, organisationId));
    const { opened, unit, make, status } = await lms.begun(
      await lms.importXml(courseXml(unitXml({ attributes: PASSING }))),
    );
    const registration = () =>
      site.kernel.db
        .selectFrom('cmi5.registration')
        .select(['agent', 'actor', 'progress'])
        .where('id', '=', opened.registration)
        .executeTakeFirstOrThrow();
    expect(await status(make('completed'))).toBe(200);
    const before = await registration();
    expect(JSON.stringify(before)).toContain('apprenant-1');
    const { homePage, name } = ACTOR.account;
    const asked = `/compte/organisations/${organisationId}/traces/effacements`;
    const page = (await site.post(asked, { plateforme: homePage, compte: name }, cast.lea)).headers.get('location');
    await site.post(`${page}/confirmer`, {}, cast.lea);
    await site.kernel.drain();
    const after = await registration();
    expect(JSON.stringify(after)).not.toContain('apprenant-1');
    expect(after.progress).toEqual(before.progress);
    expect((await lms.verbs(opened.registration)).slice(0, 3)).toEqual(['launched', 'initialized', 'completed']);
    expect((await unit.say(make('passed'))).status).toBe(403);
    const session = await site.kernel.db
      .selectFrom('traces.session')
      .select(['agent', 'ended_at'])
      .where('registration', '=', opened.registration)
      .execute();
    expect(session).toEqual([{ agent: after.agent, ended_at: site.kernel.clock.now() }]);
  });
});
