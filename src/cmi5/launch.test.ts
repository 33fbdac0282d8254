import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cmi5Parts } from '../commons/fixtures/courses.ts';
import { zip } from '../commons/fixtures/zip.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { basic, keyFor } from '../traces/fixtures/machine.ts';
import { Lms, type Members, PASSING } from './fixtures/lms.ts';
import { ACTOR, blockXml, courseXml, unitOf, unitXml } from './fixtures.ts';
import { CATEGORY, LAUNCH_DATA, MASTERY_SCORE, PREFERENCES, SESSION_ID, VERBS } from './model/words.ts';

let lms: Lms<TestSite>;
beforeAll(async () => {
  lms = new Lms(await openTestSite());
});
afterAll(() => lms.site.close());
/** An organisation of its own for each test. */
beforeEach(async () => {
  lms.authorization = basic(await keyFor(lms.site.kernel, newId()));
});

describe('import', () => {
  test('a package, a bare structure; what is neither, or broken, is refused in words and nothing is kept', async () => {
    const made = await lms.api('POST', 'cours', zip(cmi5Parts()), 'application/zip');
    expect(made.status).toBe(201);
    const course = (await made.json()) as Members;
    expect(course.units).toHaveLength(3);
    expect(course.units[0].activityId).not.toBe(course.units[0].publisherId);
    const relative = await lms.api('POST', 'cours', courseXml(unitXml({ url: 'index.html' })), 'application/xml');
    expect([relative.status, JSON.stringify(await relative.json())]).toEqual([
      422,
      expect.stringContaining('index.html'),
    ]);
    expect((await lms.api('POST', 'cours', 'pas un zip', 'application/zip')).status).toBe(422);
    expect((await lms.api('POST', 'cours', '# titre', 'text/markdown; charset=UTF-8')).status).toBe(415);
    expect((await (await lms.api('GET', 'cours')).json()) as unknown[]).toHaveLength(1);
  });

  test('is for keys that may do everything, each in its organisation', async () => {
    const id = await lms.importXml(courseXml(unitXml()));
    const other = basic(await keyFor(lms.site.kernel, newId()));
    expect((await lms.api('GET', `cours/${id}`, undefined, '', other)).status).toBe(404);
    expect((await lms.api('DELETE', `cours/${id}`, undefined, '', other)).status).toBe(404);
    const reader = basic(await keyFor(lms.site.kernel, newId(), ['all/read']));
    expect((await lms.api('GET', 'cours', undefined, '', reader)).status).toBe(403);
    expect((await lms.api('DELETE', `cours/${id}`)).status).toBe(204);
    expect((await lms.api('GET', `cours/${id}`)).status).toBe(404);
  });
});

describe('launch', () => {
  test('gives an address with everything a unit needs, its documents, and tells that it launched', async () => {
    const more = '<launchParameters>p</launchParameters><entitlementKey>clé</entitlementKey>';
    const course = await lms.importXml(courseXml(unitXml({ attributes: PASSING, more })));
    const { opened, data, unit } = await lms.started(course, { returnUrl: 'https://exemple.org/retour' });
    const { searchParams: given, pathname } = opened.url;
    expect([pathname, given.get('a'), given.get('b')]).toEqual(['/unite/index.html', '1', '2']);
    expect(JSON.parse(given.get('actor') ?? '')).toEqual(ACTOR);
    expect(given.get('endpoint')).toBe(`${lms.site.kernel.config.PUBLIC_URL}/xapi`);
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
    const [first, ...others] = await lms.told(opened.registration);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ actor: ACTOR, verb: { id: VERBS.launched }, object: { id: opened.activityId } });
    expect(first?.context.contextActivities.category).toEqual(
      [{ objectType: 'Activity', id: CATEGORY }].map(({ id }) => ({ id })),
    );
    const extensions = first?.context.extensions as Members;
    expect(extensions[SESSION_ID]).toBe(opened.session);
    expect(extensions[MASTERY_SCORE]).toBe(0.9);
    expect(Object.values(extensions)).toEqual(
      expect.arrayContaining([
        'Normal',
        'CompletedAndPassed',
        'p',
        'https://contenu.exemple.org/unite/index.html?a=1&b=2',
      ]),
    );
  });

  test('keeps the identifier of a unit from one launch to the next, and refuses the registration of somebody else', async () => {
    const course = await lms.importXml(courseXml(unitXml({ attributes: PASSING })));
    const first = await lms.launch(course);
    const second = await lms.launch(course, { registration: first.registration });
    expect(second.activityId).toBe(first.activityId);
    const stranger = { objectType: 'Agent', account: { homePage: 'https://exemple.org', name: 'autre' } };
    const response = await lms.api('POST', `cours/${course}/unites/0/lancement`, {
      actor: stranger,
      registration: first.registration,
    });
    expect([response.status, ((await response.json()) as Members).code]).toEqual([409, 'registration-taken']);
    for (const wrong of [{ actor: { mbox: 'mailto:a@e.org' } }, { launchMode: 'Autre' }, { registration: 'x' }])
      expect((await lms.api('POST', `cours/${course}/unites/0/lancement`, { actor: ACTOR, ...wrong })).status).toBe(
        400,
      );
    expect((await lms.api('POST', `cours/${course}/unites/9/lancement`, { actor: ACTOR })).status).toBe(409);
  });

  test('what asks nothing of the learner is satisfied when they register, before the first launch', async () => {
    const course = await lms.importXml(courseXml(blockXml(unitXml())));
    const { registration } = await lms.launch(course);
    expect(await lms.verbs(registration)).toEqual(['satisfied', 'satisfied', 'launched']);
    const [block, whole] = await lms.told(registration);
    expect(block?.context.contextActivities.grouping[0].id).toBe('https://exemple.org/cours/bloc-1');
    expect(whole?.object.definition.type).toMatch(/activitytype\/course$/);
    expect(block?.context.extensions[SESSION_ID]).toBeTruthy();
  });

  test('content that nothing serves is not launched', async () => {
    const made = (await (await lms.api('POST', 'cours', zip(cmi5Parts()), 'application/zip')).json()) as Members;
    const response = await lms.api('POST', `cours/${made.id}/unites/0/lancement`, { actor: ACTOR });
    expect([response.status, ((await response.json()) as Members).code]).toEqual([409, 'not-served']);
  });
});

describe('the fetch address', () => {
  test('gives a credential once, from any origin, without cookie; then says why not, with 200', async () => {
    const opened = await lms.launch(await lms.importXml(courseXml(unitXml())));
    const unit = unitOf(lms.site, opened);
    const { response, value } = await unit.fetchToken();
    expect([
      response.status,
      response.headers.get('access-control-allow-origin'),
      response.headers.get('set-cookie'),
    ]).toEqual([200, '*', null]);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(Buffer.from(value['auth-token'] ?? '', 'base64').toString()).toMatch(/^ses-/);
    const again = await unit.fetchToken();
    expect([again.response.status, again.value['error-code'], again.value['auth-token']]).toEqual([
      200,
      '1',
      undefined,
    ]);
    const unknown = await lms.site.fetch('/cmi5/jeton/inconnu', { method: 'POST' });
    expect([unknown.status, ((await unknown.json()) as Members)['error-code']]).toEqual([200, '2']);
    expect((await unit.call('GET', unit.state(LAUNCH_DATA))).headers.get('access-control-allow-origin')).toBe('*');
  });

  test('a credential that is not one is refused by a scheme that no browser asks a password for', async () => {
    const opened = await lms.launch(await lms.importXml(courseXml(unitXml())));
    const response = await unitOf(lms.site, opened).call('GET', 'statements');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      expect.not.stringMatching(/^basic/i),
    ]);
  });
});
