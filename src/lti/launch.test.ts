import { afterAll, beforeAll, expect, test } from 'vitest';
import { instant, plus } from '../kernel/instant.ts';
import { openTestSite, TEST_ORIGIN, type TestSite } from '../testing.ts';
import { decideLaunch, type Expected } from './model/launch.ts';
import { CHOICE_PATH, CLAIMS, RESOURCE, resourcePath } from './model/words.ts';
import { isOutside, mayAsk } from './outside.ts';
import { seal, unseal } from './seal.ts';
import { scoresUrl } from './services.ts';
import { bindingName, bindingOf, newState, readState, STATE_SECONDS } from './state.ts';

const AT = instant('2027-01-11T09:00:00Z');
const seconds = AT.getTime() / 1000;
const EXPECTED: Expected = {
  ...{ issuer: 'https://lms.example', clientId: 'outil', nonce: 'n', deployments: ['d'], at: AT },
  ...{ origins: ['https://lms.example'], home: TEST_ORIGIN },
};
const GOOD = {
  ...{ iss: 'https://lms.example', aud: 'outil', sub: '7', nonce: 'n', iat: seconds, exp: seconds + 60 },
  [CLAIMS.version]: '1.3.0',
  [CLAIMS.messageType]: RESOURCE,
  [CLAIMS.deployment]: 'd',
  [CLAIMS.roles]: [],
  [CLAIMS.resourceLink]: { id: 'l' },
  [CLAIMS.target]: TEST_ORIGIN + resourcePath('df1'),
};
const codeOf = (changed: object, expected = EXPECTED) => decideLaunch({ ...GOOD, ...changed }, expected).refusal?.code;

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());

test('a launch whose every rule holds names its resource; without a right to score there is no line', () => {
  const { changes } = decideLaunch(GOOD, EXPECTED);
  expect(changes).toMatchObject({ opens: { arkName: 'df1' }, subject: '7', lineItem: null, rosterUrl: null });
});

test('an anonymous learner, an unknown deployment while none is known, and a minute of clocks are accepted', () => {
  expect(codeOf({ sub: undefined })).toBeUndefined();
  expect(codeOf({ [CLAIMS.deployment]: 'autre' }, { ...EXPECTED, deployments: [] })).toBeUndefined();
  expect(codeOf({ iat: seconds + 59, exp: seconds - 59 })).toBeUndefined();
  expect(codeOf({ exp: seconds - 60 })).toBe('expired');
  expect(codeOf({ iat: seconds + 61 })).toBe('issued-in-future');
});

test('a score line or a roster on another origin than the platform’s is not kept', () => {
  const foreign = {
    [CLAIMS.grades]: {
      scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      lineitem: 'https://autre.example/1',
    },
    [CLAIMS.roster]: { context_memberships_url: 'https://autre.example/2' },
  };
  expect(decideLaunch({ ...GOOD, ...foreign }, EXPECTED).changes).toMatchObject({ lineItem: null, rosterUrl: null });
});

test('a state serves the browser that began, for ten minutes', () => {
  const { state, text } = newState('s', '019f0000-0000-7000-8000-00000000000f', AT);
  const bound = (name: string) => (name === bindingName(state.id) ? bindingOf('s', state.id) : undefined);
  expect(readState('s', text, bound, AT).changes).toEqual(state);
  expect(readState('s', text, () => undefined, AT).refusal?.code).toBe('state-unbound');
  expect(readState('autre', text, bound, AT).refusal?.code).toBe('state-forged');
  expect(readState('s', text, bound, plus(AT, STATE_SECONDS * 1000 + 1)).refusal?.code).toBe('state-expired');
});

test.each([
  'http://lms.example/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://10.1.2.3/',
  'https://169.254.169.254/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[fd00::1]/',
  'https://[64:ff9b::a00:1]/',
  'https://qui:quoi@lms.example/',
  'file:///etc/hosts',
])('%s is never asked', (url) => {
  expect(isOutside(url, false)).toBe(false);
});

test('a public address is asked; loopback, by an installation that is itself on loopback', () => {
  expect([mayAsk('93.184.215.14', false), mayAsk('2606:2800:21f::1', false)]).toEqual([true, true]);
  expect([isOutside('http://127.0.0.1:9/', true), isOutside('http://10.0.0.1/', true)]).toEqual([true, false]);
});

test('a private key opens under its own name and secret alone; scores go before the query', () => {
  const sealed = seal('secret', 'cle', 'texte');
  expect(unseal('secret', 'cle', sealed)).toBe('texte');
  expect([unseal('autre', 'cle', sealed), unseal('secret', 'autre', sealed)]).toEqual([null, null]);
  expect(scoresUrl('https://lms.example/l/1?x=2')).toBe('https://lms.example/l/1/scores?x=2');
});

test('our keys are published without their private half; an unknown platform and link are refused in words', async () => {
  const { keys } = (await (await site.get('/lti/cles')).json()) as { keys: Record<string, string>[] };
  expect(keys).toHaveLength(1);
  expect(keys[0]).toMatchObject({ alg: 'RS256', use: 'sig' });
  expect(keys[0]).not.toHaveProperty('d');
  const login = await site.get(`/lti/connexion?iss=https://lms.example&target_link_uri=${TEST_ORIGIN}${CHOICE_PATH}`);
  expect([login.status, await login.text()]).toEqual([403, expect.stringContaining('platform-unknown')]);
  expect((await site.get('/lti/inscription/quelconque?openid_configuration=https://lms.example')).status).toBe(410);
  expect(await site.kernel.db.selectFrom('lti.platform').selectAll().execute()).toEqual([]);
});
