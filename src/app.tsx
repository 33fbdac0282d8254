import { relative } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { sql } from 'kysely';
import { activitiesSlice } from './activities/slice.ts';
import { galleryRoutes } from './app/gallery.tsx';
import { answerProblems, RETRY_AFTER_SECONDS } from './app/problems.tsx';
import { protect } from './app/protect.ts';
import { themeRoutes } from './app/theme.ts';
import { applicationsSlice } from './applications/slice.ts';
import { budgetsSlice } from './budgets/slice.ts';
import { callsSlice } from './calls/slice.ts';
import { cmi5Slice } from './cmi5/slice.ts';
import { committeeSlice } from './committee/slice.ts';
import { commonsSlice } from './commons/slice.ts';
import { depositsSlice } from './deposits/slice.ts';
import { dispatchSlice } from './dispatch/slice.ts';
import { evaluationSlice } from './evaluation/slice.ts';
import { grantsSlice } from './grants/slice.ts';
import { harvestSlice } from './harvest/slice.ts';
import { healthSlice } from './health/slice.ts';
import { homeSlice } from './home/slice.ts';
import { identitySlice } from './identity/slice.ts';
import { instructionSlice } from './instruction/slice.ts';
import { journalSlice } from './journal/slice.ts';
import { type AppContext, type AppEnv, allow, type Viewer } from './kernel/http.ts';
import { newId } from './kernel/ids.ts';
import type { JobData, Schedules } from './kernel/jobs.ts';
import type { JobTable, Kernel, Slice } from './kernel/kernel.ts';
import { openTransport, RESEND_MAIL, resendMail, SEND_MAIL, sendMail } from './kernel/mail.ts';
import { parkForm } from './kernel/parking.ts';
import { withTrace } from './kernel/trace.ts';
import { UPKEEP, upkeep } from './kernel/upkeep.ts';
import { ledgerSlice } from './ledger/slice.ts';
import { ltiSlice } from './lti/slice.ts';
import { mailboxSlice } from './mailbox/slice.ts';
import { paymentsSlice } from './payments/slice.ts';
import { playerSlice } from './player/slice.ts';
import { programmeSlice } from './programme/slice.ts';
import { publicationSlice } from './publication/slice.ts';
import { rankingSlice } from './ranking/slice.ts';
import { rehearsalSlice } from './rehearsal/slice.ts';
import { tracesSlice } from './traces/slice.ts';
import { trackingSlice } from './tracking/slice.ts';
import { ASSETS_DIR } from './ui/assets.ts';
import { MAX_FORM_FILE_BYTES } from './uploads/index.ts';
import { uploadsSlice } from './uploads/slice.ts';
import { variantsSlice } from './variants/slice.ts';

/** The building: one line a slice. */
export const slices: readonly Slice[] = [
  homeSlice,
  ledgerSlice,
  programmeSlice,
  identitySlice,
  healthSlice,
  callsSlice,
  depositsSlice,
  instructionSlice,
  evaluationSlice,
  rankingSlice,
  committeeSlice,
  grantsSlice,
  paymentsSlice,
  budgetsSlice,
  applicationsSlice,
  publicationSlice,
  trackingSlice,
  tracesSlice,
  cmi5Slice,
  activitiesSlice,
  rehearsalSlice,
  commonsSlice,
  harvestSlice,
  playerSlice,
  ltiSlice,
  dispatchSlice,
  uploadsSlice,
  variantsSlice,
  mailboxSlice,
  journalSlice,
];

const FORM_BYTES = 1024 * 1024;
/** A form that carries a file, for those whose browser runs no script. */
const FILE_FORM_BYTES = MAX_FORM_FILE_BYTES + FORM_BYTES;

export type ViewerResolver = (c: AppContext) => Promise<Viewer | null>;

/** @param resolveViewer who is signed in, from the request's cookie; tests give their own */
export function createApp(kernel: Kernel, resolveViewer: ViewerResolver): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  stampAndLog(app, kernel);
  for (const slice of slices) if (slice.elsewhere) app.route('/', slice.elsewhere(kernel));
  for (const slice of slices) if (slice.machine) app.route('/', slice.machine(kernel));
  protect(app, kernel);
  app.get('/assets/*', allow('public'), serveAssets());
  health(app, kernel);
  for (const slice of slices) if (slice.watch) app.route('/', slice.watch(kernel));
  app.use(async (c, next) => {
    c.set('viewer', await resolveViewer(c));
    c.set('park', () => parkForm(c, kernel));
    await next();
    // What one person sees is kept by no cache, nor shown by the back button once signed out.
    if (c.var.viewer !== null && !c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store');
  });
  app.use('*', (c, next) => (c.req.path.startsWith('/televersements') ? next() : limitForm(c, next)));
  app.route('/', themeRoutes(kernel));
  app.route('/', galleryRoutes(kernel));
  for (const slice of slices) if (slice.routes) app.route('/', slice.routes(kernel));
  answerProblems(app, kernel);
  return app;
}

/** The navigation of the site is what each slice brings to it. */
const nav = slices.flatMap((slice) => slice.nav ?? []);

/** Every job of every slice, by the name of its queue. */
export const jobTable: JobTable = Object.assign(
  {
    [UPKEEP]: ({ db, config }: Kernel) => upkeep(db, config.DATABASE_URL),
    [SEND_MAIL]: ({ db, config, clock }: Kernel, { id }: JobData) =>
      sendMail(db, openTransport(config), config.MAIL_FROM, String(id), clock),
    [RESEND_MAIL]: ({ db, jobs, clock }: Kernel) => resendMail(db, jobs, clock.now()),
  },
  ...slices.map((slice) => slice.jobs ?? {}),
);

export const schedules: Schedules = Object.assign(
  { [UPKEEP]: '41 3 * * *', [RESEND_MAIL]: '*/10 * * * *' },
  ...slices.map((slice) => slice.schedules ?? {}),
);

/** The arrival is stamped before anything else: lateness is judged on it, whatever the queue behind. */
function stampAndLog(app: Hono<AppEnv>, { clock, config, log }: Kernel): void {
  app.use(async (c, next) => {
    await clock.sync?.();
    c.set('receivedAt', clock.now());
    if (config.REHEARSAL) c.set('rehearsedAt', c.var.receivedAt);
    c.set('requestId', newId());
    c.set('viewer', null);
    c.set('nav', nav);
    c.set('log', log);
    const startedAt = performance.now();
    await withTrace(c.var.requestId, next);
    c.header('X-Request-Id', c.var.requestId);
    const ms = Math.round(performance.now() - startedAt);
    // A machine speaks a thousand times a second: its requests are told one by one only when they fail here.
    const level = c.req.path.startsWith('/xapi/') && c.res.status < 500 ? 'debug' : 'info';
    c.var.log[level](
      { requestId: c.var.requestId, method: c.req.method, path: c.req.routePath, status: c.res.status, ms },
      'request',
    );
  });
}

const limitTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new HTTPException(413, { message: 'form too large' });
    },
  });
const limitText = limitTo(FORM_BYTES);
const limitFiles = limitTo(FILE_FORM_BYTES);

const limitForm: MiddlewareHandler<AppEnv> = (c, next) =>
  c.var.viewer !== null && c.req.header('content-type')?.startsWith('multipart/form-data')
    ? limitFiles(c, next)
    : limitText(c, next);

const serveAssets = () =>
  serveStatic({
    root: relative(process.cwd(), ASSETS_DIR),
    rewriteRequestPath: (path) => path.replace(/^\/assets/, ''),
    precompressed: true,
    onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
  });

/** Alive: the process answers. Ready: it can also reach its database. */
function health(app: Hono<AppEnv>, { db }: Kernel): void {
  app.get('/sante/vivant', allow('public'), (c) => c.json({ alive: true }));
  app.get('/sante/pret', allow('public'), async (c) => {
    const ready = await sql`select 1`.execute(db).then(
      () => true,
      () => false,
    );
    return ready ? c.json({ ready }) : c.json({ ready }, 503, { 'Retry-After': RETRY_AFTER_SECONDS });
  });
}
