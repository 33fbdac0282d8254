import type { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { foldArk, type Published, publishedVersion, searchResources } from '../../commons/index.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import { newId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { openForGuest, saveForGuest } from '../../player/index.ts';
import { viewOf } from '../../ui/index.ts';
import type { Choosing } from '../model/launch.ts';
import type { Platform } from '../model/platform.ts';
import { CLAIMS, resourcePath, sessionPath, VERSION } from '../model/words.ts';
import { ChoicePage, ChosenPage, GonePage, isOffered, SessionPage } from '../pages/session.tsx';
import { signToken } from '../store/keys.ts';
import { originsOf, platformById } from '../store/platforms.ts';
import { tellScore } from '../store/scores.ts';
import { closeChoice, keepAttempt, type Session, sessionOf } from '../store/sessions.ts';
import { framed } from './framed.ts';

const WORDS_CHARS = 200;
const PATH = sessionPath(':id');

/** What a launch opened. The cookie of the session is the only key; forms come from our own pages. */
export function addSessionRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(PATH, allow('public'), async (c) => {
    const entered = await enter(c, kernel);
    if (entered === null) return gone(c, kernel);
    const { session, platform } = entered;
    return session.choosing ? choose(c, kernel, session, platform) : play(c, kernel, session, platform);
  });
  routes.post(`${PATH}/avancement`, allow('public'), async (c) => {
    const entered = isOurs(c, kernel) ? await enter(c, kernel) : null;
    if (!entered?.session.attemptId) return c.json({}, 404, CLOSED);
    const { session } = entered;
    const attempt = { id: entered.session.attemptId, learnerId: session.learnerId };
    const saved = await saveForGuest(kernel, attempt, await c.req.formData(), c.var.receivedAt);
    if (saved.reached) await tellScore(kernel, session, saved.reached, c.var.receivedAt);
    return c.json(saved.body, saved.status, CLOSED);
  });
  routes.post(`${PATH}/choix`, allow('public'), async (c) => {
    const entered = isOurs(c, kernel) ? await enter(c, kernel) : null;
    const choosing = entered?.session.choosing;
    if (!entered || !choosing) return gone(c, kernel);
    return answer(c, kernel, entered, choosing);
  });
}

const CLOSED = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Referrer-Policy': 'no-referrer',
} as const;

interface Entered {
  readonly session: Session;
  readonly platform: Platform;
}

async function enter(c: AppContext, { db }: Kernel): Promise<Entered | null> {
  const session = await sessionOf(db, c.req.param('id') ?? '', getCookie(c, 'lti') ?? '', c.var.receivedAt);
  const platform = session ? await platformById(db, session.platformId) : null;
  return session && platform?.revokedAt === null ? { session, platform } : null;
}

/** The cookie goes with any form of any page: only ours are heard. */
const isOurs = (c: AppContext, { config }: Kernel) => c.req.header('origin') === new URL(config.PUBLIC_URL).origin;

function gone(c: AppContext, { config }: Kernel) {
  framed(c, '*');
  return c.html(<GonePage view={viewOf(c, config.DEMO)} />, 404);
}

const ancestorsOf = (platform: Platform) => ["'self'", ...new Set(originsOf(platform))].join(' ');

async function play(c: AppContext, kernel: Kernel, session: Session, platform: Platform): Promise<Response> {
  const opened = await publishedVersion(kernel.db, session.arkName ?? '', session.version);
  if (opened === null) return gone(c, kernel);
  const guest = {
    ...{ learnerId: session.learnerId, holder: session.id, at: c.var.receivedAt },
    savePath: `${sessionPath(session.id)}/avancement`,
  };
  const opening = await openForGuest(kernel, opened, guest);
  if (opening?.attemptId && opening.attemptId !== session.attemptId)
    await keepAttempt(kernel.db, session.id, opening.attemptId);
  framed(c, ancestorsOf(platform), opening?.origin ? [`frame-src ${opening.origin}`] : []);
  const props = { opened, opening, platform: platform.name, authority: kernel.config.ARK_AUTHORITY };
  return c.html(<SessionPage view={viewOf(c, kernel.config.DEMO)} {...props} scored={session.lineItem !== null} />);
}

async function choose(c: AppContext, kernel: Kernel, { id }: Session, platform: Platform): Promise<Response> {
  const words = (c.req.query('mots') ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, WORDS_CHARS);
  const { found } = await searchResources(kernel.db, { words, choices: [], after: null });
  framed(c, ancestorsOf(platform));
  const props = { words, path: sessionPath(id), found: found.filter(({ kind }) => isOffered(kind)) };
  return c.html(<ChoicePage view={viewOf(c, kernel.config.DEMO)} {...props} />);
}

/** Once: a choice that was sent is not sent again. Source: Deep Linking 2.0, 4. */
async function answer(
  c: AppContext,
  kernel: Kernel,
  { session, platform }: Entered,
  choosing: Choosing,
): Promise<Response> {
  const at = c.var.receivedAt;
  const opened = await publishedVersion(
    kernel.db,
    foldArk(String((await c.req.formData()).get('ressource') ?? '')),
    null,
  );
  if (!opened || !isOffered(opened.report.kind)) return gone(c, kernel);
  if (!(await closeChoice(kernel.db, session.id, at))) return gone(c, kernel);
  const claims = {
    ...{ iss: platform.clientId, aud: platform.issuer, nonce: newId() },
    [CLAIMS.messageType]: 'LtiDeepLinkingResponse',
    [CLAIMS.version]: VERSION,
    [CLAIMS.deployment]: choosing.deploymentId,
    ...(choosing.data === null ? {} : { [CLAIMS.data]: choosing.data }),
    [CLAIMS.contentItems]: [itemOf(opened, kernel.config.PUBLIC_URL)],
  };
  framed(c, ancestorsOf(platform), [`form-action ${new URL(choosing.returnUrl).origin}`]);
  const token = await signToken(kernel, claims, at);
  const view = viewOf(c, kernel.config.DEMO);
  return c.html(
    <ChosenPage
      {...{ view, token }}
      title={opened.description.title}
      platform={platform.name}
      to={choosing.returnUrl}
    />,
  );
}

const itemOf = ({ arkName, description, report }: Published, home: string) => ({
  type: 'ltiResourceLink',
  title: description.title,
  text: description.summary.slice(0, 500),
  url: home + resourcePath(arkName),
  window: { targetName: '_blank' },
  ...(report.kind.startsWith('scorm-')
    ? { lineItem: { scoreMaximum: 100, label: description.title, resourceId: arkName } }
    : {}),
});
