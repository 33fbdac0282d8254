import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApp } from '../app.tsx';
import { openTestKernel, TEST_ORIGIN, type TestKernel } from '../testing.ts';
import { ensurePerson } from './store/people.ts';
import { resolveViewer } from './viewer.ts';

const CLIENT_ID = 'deffinum';
const CLIENT_SECRET = 'a secret of the tests, long enough for a client';
const AGENT = { email: 'agent@ministere.example', given_name: 'Aline', usual_name: 'Essai', siret: '13002526500013' };

let server: Server;
let issuer: string;
let kernel: TestKernel;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  server = createServer();
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', openProvider().callback());
  kernel = await openTestKernel({
    PROCONNECT_ISSUER: issuer,
    PROCONNECT_CLIENT_ID: CLIENT_ID,
    PROCONNECT_CLIENT_SECRET: CLIENT_SECRET,
  });
  app = createApp(kernel, resolveViewer(kernel));
});
afterAll(async () => {
  await kernel.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  await kernel.db.deleteFrom('identity.session').execute();
  await kernel.db.deleteFrom('identity.account').execute();
  await kernel.db.deleteFrom('identity.person').execute();
});

/** A real provider that answers as ProConnect does: code, PKCE, and userinfo as a signed JWT. */
function openProvider(): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [`${TEST_ORIGIN}/api/auth/callback/proconnect`],
        post_logout_redirect_uris: [`${TEST_ORIGIN}/connexion`],
        userinfo_signed_response_alg: 'RS256',
      },
    ],
    features: { jwtUserinfo: { enabled: true }, devInteractions: { enabled: true } },
    scopes: ['openid', 'given_name', 'usual_name', 'email', 'uid', 'siret', 'idp_id'],
    claims: {
      openid: ['sub'],
      email: ['email'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
      siret: ['siret'],
    },
    cookies: { keys: ['tests'] },
    findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: async () => ({ sub: id, ...AGENT }) }),
  });
}

function keepCookies(jar: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const pair = line.split(';')[0] ?? '';
    const at = pair.indexOf('=');
    if (pair.length > at + 1) jar.set(pair.slice(0, at), pair.slice(at + 1));
    else jar.delete(pair.slice(0, at));
  }
}

/** A browser that holds the cookies of both sites and follows redirects by hand. */
function browser() {
  const jars = new Map<string, Map<string, string>>();
  return async (address: string, fields?: Record<string, string>): Promise<Response> => {
    const url = new URL(address, TEST_ORIGIN);
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    const headers = new Headers({ cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') });
    if (url.origin === TEST_ORIGIN) {
      headers.set('origin', TEST_ORIGIN);
      headers.set('sec-fetch-site', 'same-origin');
    }
    const init: RequestInit = {
      headers,
      redirect: 'manual',
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    };
    const response = await (url.origin === TEST_ORIGIN ? app.request(url.href, init) : fetch(url, init));
    keepCookies(jar, response);
    return response;
  };
}

/** From our button to our callback, through the provider's own pages; returns the answer of the callback. */
async function identify(go: ReturnType<typeof browser>, login: string, start = '/connexion/proconnect') {
  const begun = await go(start, { retour: '/compte' });
  let at = begun.headers.get('location') ?? '';
  const authorization = new URL(at);
  for (let hop = 0; hop < 12; hop += 1) {
    const here = new URL(at, issuer);
    if (here.origin === TEST_ORIGIN) return { authorization, callback: here, answer: await go(here.href) };
    const response = await go(here.href);
    if (response.status === 200) {
      const page = await response.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
      const action = /action="([^"]+)"/.exec(page)?.[1] ?? here.href;
      const sent = await go(new URL(action, issuer).href, { prompt, login, password: 'x' });
      at = new URL(sent.headers.get('location') ?? '', issuer).href;
    } else {
      at = new URL(response.headers.get('location') ?? '', here).href;
    }
  }
  throw new Error('the provider never came back');
}

const accounts = () =>
  kernel.db.selectFrom('identity.account').select(['provider_id', 'account_id', 'person_id']).execute();

test('a civil servant signs in, is recognised by their subject the next time, and leaves both sites', async () => {
  const go = browser();
  const { authorization, answer } = await identify(go, 'sujet-1');
  expect(authorization.searchParams.get('state')?.length).toBeGreaterThanOrEqual(32);
  expect(authorization.searchParams.get('nonce')?.length).toBeGreaterThanOrEqual(32);
  expect(authorization.searchParams.get('code_challenge_method')).toBe('S256');
  expect([...authorization.searchParams.keys()].sort()).toEqual([
    'client_id',
    'code_challenge',
    'code_challenge_method',
    'nonce',
    'redirect_uri',
    'response_type',
    'scope',
    'state',
  ]);
  expect(answer.headers.get('location')).toBe('/compte');
  expect(await (await go('/compte')).text()).toContain('Aline Essai');
  const [first] = await accounts();
  expect(first).toMatchObject({ provider_id: 'proconnect', account_id: 'sujet-1' });
  const left = await go('/deconnexion', {});
  expect(left.headers.get('location')).toContain(`${issuer}/session/end?id_token_hint=`);
  expect((await go('/compte')).status).toBe(303);
  await identify(browser(), 'sujet-1');
  expect(await accounts()).toEqual([first]);
});

test('an address alone never opens somebody’s account: its owner links ProConnect, signed in', async () => {
  await ensurePerson(kernel.db, { name: 'Déjà Là', email: AGENT.email, at: kernel.clock.now() });
  const go = browser();
  const { answer } = await identify(go, 'sujet-2');
  expect(answer.headers.get('location')).toContain('error=account_not_linked');
  expect(await (await go('/connexion?error=account_not_linked')).text()).toContain('associez ProConnect');
  expect(await accounts()).toEqual([]);
});

test('an answer that this browser did not ask for is refused', async () => {
  const { callback } = await identify(browser(), 'sujet-3');
  await kernel.db.deleteFrom('identity.session').execute();
  const thief = await browser()(callback.href);
  expect(thief.headers.get('location')).toContain('/connexion?error=');
  expect(await kernel.db.selectFrom('identity.session').select('id').execute()).toEqual([]);
});

test('the form may lead to the provider, and nowhere else', async () => {
  const policy = (await app.request(`${TEST_ORIGIN}/connexion`)).headers.get('content-security-policy');
  expect(policy).toContain(`form-action 'self' ${issuer}`);
});
