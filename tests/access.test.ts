import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.tsx';
import { type AccessHandler, type AccessRule, passes, ROLES, type Role, type Viewer } from '../src/kernel/http.ts';
import { openTestKernel, type TestKernel } from '../src/testing.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly rules: readonly AccessRule[];
}

let kernel: TestKernel;
let routes: readonly Route[];
beforeAll(async () => {
  kernel = await openTestKernel();
  routes = routesOf(kernel);
});
afterAll(() => kernel.close());

/** The routes as the router holds them, with the access rules among their handlers. */
function routesOf(k: TestKernel): Route[] {
  const byKey = new Map<string, Route>();
  for (const { method, path, handler } of createApp(k, async () => null).routes) {
    if (path === '/*' || path === '*') continue;
    const key = `${method} ${path}`;
    const rule = (handler as Partial<AccessHandler>).accessRule;
    const known = byKey.get(key)?.rules ?? [];
    byKey.set(key, { method, path, rules: rule === undefined ? known : [...known, rule] });
  }
  return [...byKey.values()];
}

const viewerWith = (role: Role): Viewer => ({
  personId: '019f0000-0000-7000-8000-000000000001',
  name: 'Essai',
  email: 'essai@example.org',
  roles: [role],
});

test('every route declares exactly one access rule', () => {
  expect(routes.length).toBeGreaterThan(2);
  expect(routes.filter(({ rules }) => rules.length !== 1).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test('a route that changes something is never open to everybody, but for the few that sign people in', () => {
  const OPEN = [
    /^\/connexion/,
    /^\/inscription/,
    /^\/mot-de-passe-oublie/,
    /^\/api\/auth/,
    /^\/verifier-un-recepisse/,
    /^\/deconnexion/,
    /^\/theme/,
    /^\/traces\/verifier/,
    // Anybody may report a problem with a resource; visitors are counted by address.
    /^\/communs\/ark:\/:authority\/:name\/signaler$/,
    // An address that is itself a secret, and serves once: a unit has neither cookie nor key (cmi5, 8.2).
    /^\/cmi5\/jeton\//,
    // Harvesters ask by a form; nothing is written.
    /^\/oai$/,
    // A platform elsewhere sends the browser here; what it says is signed. A session is opened by its cookie, and hears our own pages alone.
    /^\/lti\/(connexion|lancement|seance\/:id\/(avancement|choix))$/,
    // A thin package sends its key with the form that opens it; then as above.
    /^\/emporter\/(ouvrir|seance\/:id\/avancement)$/,
    // Nothing is there: it answers 404, in the words of the interface.
    /^\/xapi\/\*$/,
  ];
  const open = routes.filter(
    ({ method, path, rules }) =>
      method !== 'GET' && rules[0] === 'public' && !OPEN.some((pattern) => pattern.test(path)),
  );
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test('what machines speak to opens with a key alone: no session, whatever its roles', async () => {
  const byKey = routes.filter(({ rules }) => rules[0] === 'key');
  expect(byKey.length).toBeGreaterThan(0);
  for (const viewer of [null, ...ROLES.map(viewerWith)]) {
    const app = createApp(kernel, async () => viewer);
    for (const { path } of byKey)
      for (const authorization of [undefined, 'Basic cXVpOnF1b2k=', 'Bearer x']) {
        const headers = { 'x-experience-api-version': '2.0.0', ...(authorization ? { authorization } : {}) };
        const response = await app.request(`http://localhost:3000${path}`, { headers });
        expect([path, response.status]).toEqual([path, 401]);
      }
  }
});

describe.each([null, ...ROLES])('as %s', (role) => {
  test('each protected route lets pass exactly those it names', async () => {
    const viewer = role === null ? null : viewerWith(role);
    const app = createApp(kernel, async () => viewer);
    const protectedRoutes = routes.filter(
      ({ rules }) => rules[0] !== 'public' && rules[0] !== 'key' && !passes(rules[0] ?? 'public', viewer),
    );
    for (const { method, path } of protectedRoutes) {
      const address = path.replace(/:(\w+)(\{[^}]*\})?/g, '019f0000-0000-7000-8000-00000000000f').replace(/\*$/, 'x');
      const verb = method === 'ALL' ? 'GET' : method;
      const response = await app.request(`http://localhost:3000${address}`, {
        method: verb,
        headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
      });
      expect([verb, path, response.status]).toEqual([verb, path, viewer === null ? 303 : 404]);
    }
  });
});
