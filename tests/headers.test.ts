import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.tsx';
import { ROLES } from '../src/kernel/http.ts';
import { newId } from '../src/kernel/ids.ts';
import { openTestKernel, TEST_ORIGIN, type TestKernel } from '../src/testing.ts';
import { asset } from '../src/ui/assets.ts';

let kernel: TestKernel;
let app: ReturnType<typeof createApp>;
const viewer = { personId: newId(), name: 'Essai', email: 'essai@example.org', roles: ROLES };
beforeAll(async () => {
  kernel = await openTestKernel({ RATE_POSTS_PER_MINUTE: '0' });
  app = createApp(kernel, async () => viewer);
});
afterAll(() => kernel.close());

const EXPECTED: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /default-src 'self'.*frame-ancestors 'none'/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\).*geolocation=\(\).*microphone=\(\)/,
  'referrer-policy': /^same-origin$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'x-request-id': /^[0-9a-f-]{36}$/,
};
/** What machines are answered is shown by no page, and may be read from any origin. */
const FOR_MACHINES: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /default-src 'none'; frame-ancestors 'none'; sandbox/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'cache-control': /^no-store$/,
  'x-request-id': /^[0-9a-f-]{36}$/,
};
/** Pages that a platform elsewhere may surround. */
const FRAMED: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /default-src '(self|none)'.*frame-ancestors/,
  'referrer-policy': /^(no-referrer|same-origin)$/,
  'x-content-type-options': /^nosniff$/,
  'x-request-id': /^[0-9a-f-]{36}$/,
};
const PLATFORMS = /^\/(lti|emporter)\//;
const MACHINES = /^\/(xapi\/|api\/cmi5\/|cmi5\/jeton\/|oai$|communs\/catalogue\.jsonld$)/;
const missing = (response: Response, expected = EXPECTED) =>
  Object.entries(expected).flatMap(([name, pattern]) => (pattern.test(response.headers.get(name) ?? '') ? [] : [name]));
const ask = (path: string, init: RequestInit = {}, of = app) =>
  of.request(`${TEST_ORIGIN}${path}`, {
    ...init,
    headers: { origin: TEST_ORIGIN, 'sec-fetch-site': 'same-origin', ...(init.headers as Record<string, string>) },
  });

test('every route answers with them, whatever it answers', async () => {
  const routes = app.routes.filter(({ path }) => path !== '/*' && path !== '*');
  expect(routes.length).toBeGreaterThan(100);
  const seen = new Set<number>();
  for (const { method, path } of routes) {
    const address = path.replace(/:(\w+)(\{[^}]*\})?/g, '019f0000-0000-7000-8000-00000000000f').replace(/\*$/, 'x');
    const response = await ask(address, { method: method === 'ALL' ? 'GET' : method });
    seen.add(response.status);
    const expected = PLATFORMS.test(path) ? FRAMED : MACHINES.test(path) ? FOR_MACHINES : EXPECTED;
    expect([method, path, missing(response, expected)]).toEqual([method, path, []]);
  }
  expect([...seen]).toEqual(expect.arrayContaining([200, 303, 404]));
});

describe('answers that no route gives', () => {
  const cases: readonly [string, number, () => Response | Promise<Response>][] = [
    ['an unknown page', 404, () => ask('/nulle-part')],
    ['a file of the interface', 200, () => ask(asset('mark.svg'))],
    ['a file that does not exist', 404, () => ask('/assets/nulle-part.js')],
    [
      'a form of another site',
      403,
      () =>
        ask('/compte', {
          method: 'POST',
          body: new URLSearchParams({ a: '1' }),
          headers: { origin: 'https://ailleurs.example', 'sec-fetch-site': 'cross-site' },
        }),
    ],
    [
      'a form too large',
      413,
      () => ask('/compte/organisations', { method: 'POST', body: new URLSearchParams({ a: 'x'.repeat(2e6) }) }),
    ],
  ];
  test.each(cases)('%s', async (_what, status, send) => {
    const response = await send();
    expect([response.status, missing(response)]).toEqual([status, []]);
  });

  test('a fault of ours', async () => {
    const broken = createApp(kernel, async () => Promise.reject(new Error('essai')));
    const response = await ask('/', {}, broken);
    expect([response.status, missing(response)]).toEqual([500, []]);
  });
});

test('https turns strict transport on, and http leaves it off', async () => {
  expect((await ask('/')).headers.get('strict-transport-security')).toBeNull();
  const config = { ...kernel.config, PUBLIC_URL: 'https://deffinum.example' };
  const secure = createApp({ ...kernel, config }, async () => null);
  const response = await secure.request('https://deffinum.example/');
  expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
});

describe('what one address may send', () => {
  const limited = (TRUSTED_PROXY: string) =>
    createApp({ ...kernel, config: { ...kernel.config, RATE_POSTS_PER_MINUTE: 3, TRUSTED_PROXY } }, async () => null);
  const post = async (of: ReturnType<typeof createApp>, forwardedFor: string) => {
    const headers = { 'x-forwarded-for': forwardedFor };
    const response = await ask('/theme', { method: 'POST', body: new URLSearchParams({ theme: 'dark' }), headers }, of);
    return { response, status: response.status };
  };

  test('is bounded: a page in French says when to come back, and reading goes on', async () => {
    const of = limited('');
    const statuses = [];
    for (let round = 0; round < 4; round += 1) statuses.push((await post(of, '')).status);
    expect(statuses).toEqual([303, 303, 303, 429]);
    const { response } = await post(of, '');
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect([await response.text(), missing(response)]).toEqual([expect.stringContaining('Trop de demandes'), []]);
    expect((await ask('/', {}, of)).status).toBe(200);
  });

  test('is not escaped by inventing addresses', async () => {
    const of = limited('');
    const statuses = [];
    for (let round = 0; round < 5; round += 1) statuses.push((await post(of, `198.51.100.${round}`)).status);
    expect(statuses.slice(3)).toEqual([429, 429]);
  });

  test('is counted by client behind a trusted proxy, whatever the client wrote itself', async () => {
    const of = limited('127.0.0.1');
    for (let round = 0; round < 3; round += 1) await post(of, `10.0.0.${round}, 198.51.100.1`);
    expect((await post(of, '10.0.0.99, 198.51.100.1')).status).toBe(429);
    expect((await post(of, '198.51.100.2')).status).toBe(303);
  });
});
