import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import { isUnavailable } from '../../kernel/db.ts';
import { isDiskFull } from '../../kernel/files.ts';
import { type AppContext, type AppEnv, allow, bodyOf, FOR_MACHINES } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Edition } from '../model/check.ts';
import { enoughFor, mayDo } from '../model/scopes.ts';
import { openActivities } from '../store/activities.ts';
import { openBounds } from '../store/bounds.ts';
import { openStores } from '../store/stores.ts';
import { openWriter } from '../store/writer.ts';
import { unfold } from './alternate.ts';
import { type Answer, problem, RETRY } from './answer.ts';
import type { Ask, Asked, Handler, House } from './ask.ts';
import { BodyCut, BodyRefused, BodyTooLarge, readBody } from './body.ts';
import { ACTIVITY_PROFILE, AGENT_PROFILE, documentHandlers, STATE } from './documents.ts';
import { getStatements } from './find.ts';
import { openKeys } from './key.ts';
import { aboutAnswer, getActivity, getAgent } from './others.ts';
import { sessionRefuses } from './session.ts';
import { isAnswer } from './take.ts';
import { postStatements, putStatement } from './write.ts';

const RESOURCES: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  statements: { GET: getStatements, POST: postStatements, PUT: putStatement },
  activities: { GET: getActivity },
  agents: { GET: getAgent },
  'activities/state': documentHandlers(STATE),
  'activities/profile': documentHandlers(ACTIVITY_PROFILE),
  'agents/profile': documentHandlers(AGENT_PROFILE),
};

/** The Learning Record Store, apart from the pages: no session is read, and no page is answered. */
export function xapiRoutes(kernel: Kernel): Hono<AppEnv> {
  const { db, clock, config } = kernel;
  const stores = openStores(db);
  const house: House = {
    kernel,
    stores,
    writer: openWriter(db, clock, stores),
    bounds: openBounds(db, clock),
    activities: openActivities(db),
    moreSecret: createHmac('sha256', config.SECRET).update('traces:more').digest(),
  };
  const keys = openKeys(kernel);
  const routes = new Hono<AppEnv>();
  routes.get('/xapi/about', allow('public'), (c) =>
    send(c, 'about', house, async () => aboutAnswer(config.PUBLIC_URL)),
  );
  for (const [name, methods] of Object.entries(RESOURCES))
    routes.all(`/xapi/${name}`, allow('key'), (c) =>
      send(c, name, house, (given, told) => answer(given, told, methods)),
    );
  routes.all('/xapi/*', allow('public'), (c) => send(c, '', house, async () => problem('not-found')));
  return routes;

  async function answer(given: Ask, told: Told, methods: Readonly<Record<string, Handler>>): Promise<Answer> {
    const unfolded = await unfold(given);
    if (isAnswer(unfolded)) return unfolded;
    // The answer to HEAD is that to GET, without its body.
    const ask = unfolded.method === 'HEAD' ? { ...unfolded, method: 'GET' } : unfolded;
    const handler = methods[ask.method];
    if (handler === undefined) return wrongMethod(methods);
    const bearer = await keys.open(ask.header('authorization'), ask.at);
    if (isAnswer(bearer)) return bearer;
    told.lrs = bearer.lrs;
    const edition = editionOf(ask.header('x-experience-api-version'));
    if (typeof edition === 'object') return edition;
    told.edition = edition;
    if (!mayDo(bearer.scopes, handler.act)) return problem('out-of-scope', enoughFor(handler.act).join(', '));
    const asked = { ask, edition, bearer, house, lrs: await stores.get(bearer.lrs) };
    return run(asked, handler);
  }
}

const run = async (asked: Asked, handler: Handler): Promise<Answer> =>
  (await sessionRefuses(asked, handler.act)) ?? handler.run(asked);

const wrongMethod = (methods: object): Answer =>
  problem('wrong-method', '', { Allow: [...Object.keys(methods), 'HEAD'].join(', ') });

/** What the headers of an answer need, as far as the request was understood. */
interface Told {
  edition: Edition | null;
  lrs: number | null;
}

function editionOf(header: string | null): Edition | Answer {
  if (header === null) return problem('no-version', 'X-Experience-API-Version');
  const found = /^(1\.0|2\.0)(?:\.\d+)?$/.exec(header);
  return found === null ? problem('wrong-version', 'X-Experience-API-Version') : (found[1] as Edition);
}

/** A request without a version is one of before versions, says the standard: 0.95. */
const VERSIONS = { '1.0': '1.0.3', '2.0': '2.0.0', none: '0.95' } as const;
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through, Retry-After, WWW-Authenticate',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  ...FOR_MACHINES,
};
const STRICT = { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' };
const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match, Accept-Language',
  'Access-Control-Max-Age': '7200',
};

const editionNamed = (version: string | undefined): Edition | null =>
  (['1.0', '2.0'] as const).find((edition) => version?.startsWith(edition)) ?? null;

async function send(
  c: AppContext,
  resource: string,
  { bounds, kernel }: House,
  run: (ask: Ask, told: Told) => Promise<Answer>,
): Promise<Response> {
  if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...CORS, ...PREFLIGHT } });
  const version = c.req.header('x-experience-api-version');
  const told: Told = { edition: editionNamed(version), lrs: null };
  let release = () => {};
  // Read once, whoever asks for it.
  let body: Promise<Buffer<ArrayBuffer>> | null = null;
  const ask: Ask = {
    method: c.req.method,
    parameters: new URL(c.req.url).searchParams,
    header: (name) => c.req.header(name) ?? null,
    body: (maxBytes) => {
      body ??= readBody(
        { bytes: bodyOf(c), declaredBytes: Number(c.req.header('content-length') ?? 0) },
        maxBytes,
        (given) => {
          release = given;
        },
      );
      return body;
    },
    at: c.var.receivedAt,
  };
  const strict = kernel.config.PUBLIC_URL.startsWith('https:') ? STRICT : {};
  const answered = await run(ask, told).catch((error: unknown) => failed(c, error));
  release();
  const none = resource === 'about' || version ? '2.0.0' : VERSIONS.none;
  const headers: Record<string, string> = {
    ...CORS,
    ...strict,
    'X-Experience-API-Version': told.edition === null ? none : VERSIONS[told.edition],
    ...answered.headers,
  };
  if (resource === 'statements')
    headers['X-Experience-API-Consistent-Through'] = new Date(bounds.known(told.lrs)).toISOString();
  return new Response(c.req.method === 'HEAD' ? null : (answered.body ?? null), { status: answered.status, headers });
}

function failed(c: AppContext, error: unknown): Answer {
  if (error instanceof BodyTooLarge) return problem('too-large');
  if (error instanceof BodyCut) return problem('cut');
  if (error instanceof BodyRefused || isUnavailable(error)) return problem('busy', '', RETRY);
  if (isDiskFull(error)) return problem('disk-full');
  c.var.log.error({ err: error }, 'xapi');
  return problem('fault', c.var.requestId);
}
