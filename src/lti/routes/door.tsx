import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import { type AppContext, type AppEnv, allow, FOR_MACHINES } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { decideLaunch, type LaunchRefusal } from '../model/launch.ts';
import type { Platform } from '../model/platform.ts';
import { KEYS_PATH, LAUNCH_PATH, LOGIN_PATH, registrationPath, sessionPath } from '../model/words.ts';
import { isOnLoopback } from '../outside.ts';
import { NewTabPage, RefusedPage, RegisteredPage, RegistrationRefusedPage } from '../pages/door.tsx';
import { registerPlatform } from '../register.ts';
import { bindingName, bindingOf, newState, readState, STATE_SECONDS } from '../state.ts';
import { keySet } from '../store/keys.ts';
import { deploymentsOf, noteError, originsOf, platformById, platformFor } from '../store/platforms.ts';
import { openSession } from '../store/sessions.ts';
import { openKeySets, verifyToken } from '../verify.ts';
import { FRAMED_COOKIE, framed } from './framed.ts';
import { addSessionRoutes } from './session.tsx';

const BODY_BYTES = 128 * 1024;

/** Pages that platforms elsewhere open or surround: forms come from their origins, and they may frame us. */
export function ltiDoor(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const small = bodyLimit({ maxSize: BODY_BYTES, onError: (c) => refused(c as AppContext, kernel, 'token-too-large') });
  const keySets = openKeySets(isOnLoopback(kernel.config.PUBLIC_URL));
  routes.get(KEYS_PATH, allow('public'), async (c) =>
    c.json(await keySet(kernel, kernel.clock.now()), 200, { ...FOR_MACHINES, 'Cache-Control': 'public, max-age=300' }),
  );
  routes.get(LOGIN_PATH, allow('public'), (c) => login(c, kernel, new URL(c.req.url).searchParams));
  routes.post(LOGIN_PATH, allow('public'), small, async (c) =>
    login(c, kernel, new URLSearchParams(await c.req.text())),
  );
  routes.post(LAUNCH_PATH, allow('public'), small, async (c) =>
    launch(c, kernel, keySets, new URLSearchParams(await c.req.text())),
  );
  routes.get(registrationPath(':secret'), allow('public'), (c) => register(c, kernel));
  addSessionRoutes(routes, kernel);
  return routes;
}

async function refused(c: AppContext, { config }: Kernel, code: LaunchRefusal['code']): Promise<Response> {
  framed(c, '*');
  return c.html(<RefusedPage view={viewOf(c, config.DEMO)} code={code} />, code === 'token-too-large' ? 413 : 403);
}

/** A platform says that somebody comes: we ask it who, and what we ask comes back with the answer. Source: Security Framework 1.0, 5.1.1. */
async function login(c: AppContext, kernel: Kernel, sent: URLSearchParams): Promise<Response> {
  const { db, config } = kernel;
  const platform = await platformFor(db, sent.get('iss') ?? '', sent.get('client_id'));
  if (platform === null) return refused(c, kernel, 'platform-unknown');
  if (platform.revokedAt !== null) return refused(c, kernel, 'platform-revoked');
  if (opensAlone(c, sent)) {
    framed(c, '*');
    return c.html(<NewTabPage view={viewOf(c, config.DEMO)} href={`${LOGIN_PATH}?${sent}`} />);
  }
  const { state, text } = newState(config.SECRET, platform.id, c.var.receivedAt);
  const to = new URL(platform.authUrl);
  const hint = sent.get('lti_message_hint');
  const asked = {
    ...{ scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none' },
    ...{ client_id: platform.clientId, redirect_uri: config.PUBLIC_URL + LAUNCH_PATH, state: text, nonce: state.nonce },
    ...{ login_hint: sent.get('login_hint') ?? '', ...(hint === null ? {} : { lti_message_hint: hint }) },
  };
  for (const [name, value] of Object.entries(asked)) to.searchParams.set(name, value);
  const kept = `${bindingName(state.id)}=${bindingOf(config.SECRET, state.id)}`;
  c.header('Set-Cookie', `${kept}; Path=/lti; Max-Age=${STATE_SECONDS}; ${FRAMED_COOKIE}`);
  framed(c, '*');
  return c.redirect(to.href, 302);
}

/** A resource is played on an origin that no platform may surround: it has a tab of its own. A choice stays in its frame. */
const opensAlone = (c: AppContext, sent: URLSearchParams) =>
  c.req.header('sec-fetch-dest') === 'iframe' && /\/lti\/ressource\//.test(sent.get('target_link_uri') ?? '');

async function launch(
  c: AppContext,
  kernel: Kernel,
  keySets: ReturnType<typeof openKeySets>,
  sent: URLSearchParams,
): Promise<Response> {
  const { config, db } = kernel;
  const at = c.var.receivedAt;
  const begun = readState(config.SECRET, sent.get('state') ?? '', (name) => getCookie(c, name), at);
  if (begun.refusal) return refused(c, kernel, begun.refusal.code);
  const platform = await platformById(db, begun.changes.platformId);
  if (platform === null) return refused(c, kernel, 'platform-unknown');
  const judged = await judge(kernel, keySets, platform, sent, begun.changes.nonce, at);
  if (judged.refusal) {
    await noteError(db, platform.id, judged.refusal.code, at);
    return refused(c, kernel, judged.refusal.code);
  }
  const { id, secret } = judged.changes;
  framed(c, '*');
  c.header('Set-Cookie', `lti=${secret}; Path=${sessionPath(id)}; ${FRAMED_COOKIE}`);
  return c.redirect(sessionPath(id), 303);
}

async function judge(
  kernel: Kernel,
  keySets: ReturnType<typeof openKeySets>,
  platform: Platform,
  sent: URLSearchParams,
  nonce: string,
  at: Date,
) {
  if (platform.revokedAt !== null) return { changes: null, refusal: { code: 'platform-revoked' } } as const;
  if (sent.has('error')) return { changes: null, refusal: { code: 'platform-refused' } } as const;
  const token = await verifyToken(keySets, platform, sent.get('id_token') ?? '', at);
  if (token.refusal) return token;
  const { issuer, clientId } = platform;
  const decision = decideLaunch(token.changes, {
    ...{ issuer, clientId, nonce, at, home: new URL(kernel.config.PUBLIC_URL).origin },
    ...{ deployments: await deploymentsOf(kernel.db, platform.id), origins: originsOf(platform) },
  });
  return decision.refusal ? decision : openSession(kernel.db, platform, decision.changes, nonce, at);
}

async function register(c: AppContext, kernel: Kernel): Promise<Response> {
  const sent = {
    secret: c.req.param('secret') ?? '',
    configurationUrl: c.req.query('openid_configuration') ?? '',
    token: c.req.query('registration_token') ?? '',
  };
  const decision = await registerPlatform(kernel, sent, c.var.receivedAt);
  framed(c, '*');
  const view = viewOf(c, kernel.config.DEMO);
  if (decision.refusal === null) return c.html(<RegisteredPage view={view} name={decision.changes.name} />);
  const { code } = decision.refusal;
  return c.html(<RegistrationRefusedPage view={view} code={code} />, code === 'link' ? 410 : 422);
}
