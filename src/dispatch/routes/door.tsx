import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import { publishedVersion } from '../../commons/index.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { openForGuest, reachedBy, saveForGuest } from '../../player/index.ts';
import { viewOf } from '../../ui/index.ts';
import { readOpening } from '../form.ts';
import { OPEN_PATH, type OpeningRefusal, sessionPath } from '../model/dispatch.ts';
import { DispatchedPage, RefusedPage } from '../pages/door.tsx';
import { keepAttempt, keepReached, openDispatch, sessionOf } from '../store/sessions.ts';

const FORM_BYTES = 8 * 1024;
/** More than a module keeps: see the player. */
const SAVE_BYTES = 1024 * 1024;
const PATH = sessionPath(':id');

/** What thin packages open: their form comes from the platform's origin, and the window they open must know its opener. */
export function dispatchDoor(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const limit = (maxSize: number) =>
    bodyLimit({ maxSize, onError: (c) => refused(c as AppContext, kernel, 'unknown') as Promise<Response> });
  routes.post(OPEN_PATH, allow('public'), limit(FORM_BYTES), (c) => open(c, kernel));
  routes.get(PATH, allow('public'), (c) => play(c, kernel));
  routes.get(`${PATH}/etat`, allow('public'), async (c) => {
    const session = await enter(c, kernel);
    const reached = session?.attemptId ? await reachedBy(kernel, session.attemptId) : null;
    closed(c);
    return reached ? c.json(reached) : c.json({}, 404);
  });
  routes.post(`${PATH}/avancement`, allow('public'), limit(SAVE_BYTES), (c) => save(c, kernel));
  return routes;
}

function closed(c: AppContext, policy = "default-src 'none'; frame-ancestors 'none'; sandbox"): void {
  c.header('Content-Security-Policy', policy);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cache-Control', 'no-store');
}
const policyOf = (frames: string) =>
  [
    "default-src 'self'",
    "img-src 'self' data:",
    ...["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"],
    `frame-src ${frames}`,
  ].join('; ');

async function refused(c: AppContext, { config }: Kernel, code: OpeningRefusal['code']): Promise<Response> {
  closed(c, policyOf("'none'"));
  return c.html(<RefusedPage view={viewOf(c, config.DEMO)} code={code} />, 403);
}

async function open(c: AppContext, kernel: Kernel): Promise<Response> {
  const opening = readOpening(new URLSearchParams(await c.req.text()));
  if (opening === null) return refused(c, kernel, 'unknown');
  const decision = await openDispatch(kernel, opening, c.var.receivedAt);
  if (decision.refusal !== null) return refused(c, kernel, decision.refusal.code);
  const { id, secret } = decision.changes;
  const secure = kernel.config.PUBLIC_URL.startsWith('https:') ? '; Secure' : '';
  closed(c);
  c.header('Set-Cookie', `emporter=${secret}; Path=${sessionPath(id)}; HttpOnly; SameSite=Lax${secure}`);
  return c.redirect(sessionPath(id), 303);
}

const enter = (c: AppContext, { db }: Kernel) =>
  sessionOf(db, c.req.param('id') ?? '', getCookie(c, 'emporter') ?? '', c.var.receivedAt);

async function play(c: AppContext, kernel: Kernel): Promise<Response> {
  const session = await enter(c, kernel);
  const opened = session ? await publishedVersion(kernel.db, session.arkName, session.version) : null;
  if (!session || !opened) return refused(c, kernel, 'unknown');
  const path = sessionPath(session.id);
  const opening = await openForGuest(kernel, opened, {
    ...{ learnerId: session.learnerId, holder: session.id, at: c.var.receivedAt },
    savePath: `${path}/avancement`,
  });
  if (opening?.attemptId && opening.attemptId !== session.attemptId)
    await keepAttempt(kernel.db, session.id, opening.attemptId);
  closed(c, policyOf(opening?.origin ?? "'none'"));
  const view = viewOf(c, kernel.config.DEMO);
  return c.html(<DispatchedPage {...{ view, opened, opening, session }} state={`${path}/etat`} />);
}

/** The cookie goes with no form of another site; ours are heard alone. */
async function save(c: AppContext, kernel: Kernel): Promise<Response> {
  const ours = c.req.header('origin') === new URL(kernel.config.PUBLIC_URL).origin;
  const session = ours ? await enter(c, kernel) : null;
  closed(c);
  if (!session?.attemptId) return c.json({}, 404);
  const attempt = { id: session.attemptId, learnerId: session.learnerId };
  const saved = await saveForGuest(kernel, attempt, await c.req.formData(), c.var.receivedAt);
  if (saved.reached) await keepReached(kernel.db, session.learnerId, saved.reached, c.var.receivedAt);
  return c.json(saved.body, saved.status);
}
