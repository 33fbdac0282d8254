import { Hono } from 'hono';
import { newestForm, openWaves, type Wave, waveById, waveState } from '../calls/index.ts';
import { membershipsOf, organisationsById } from '../identity/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../kernel/http.ts';
import { isId, newId } from '../kernel/ids.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { parseNew } from './form.ts';
import { openingMessage } from './messages.ts';
import type { Content } from './model/content.ts';
import type { Dossier } from './model/dossier.ts';
import { HomePage } from './pages/home.tsx';
import { ListPage, NewPage } from './pages/list.tsx';
import { PrintPage } from './pages/print-page.tsx';
import { budgetRoutes } from './routes/budget.tsx';
import { consortiumRoutes } from './routes/consortium.tsx';
import { dossierOf, frame, refused } from './routes/context.tsx';
import { declarationRoutes } from './routes/declarations.tsx';
import { sectionRoutes } from './routes/sections.tsx';
import { contentOf } from './store/deposit.ts';
import { lettersOf } from './store/letters.ts';
import { listFor, openApplication } from './store/open.ts';
import { presentIn } from './store/presence.ts';
import { alsoElsewhere } from './store/siblings.ts';

export function applicationRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/dossiers', allow('signed-in'), (c) => list(kernel, c))
    .get('/dossiers/nouveau', allow('signed-in'), (c) => offer(kernel, c))
    .post('/dossiers/nouveau', allow('signed-in'), (c) => begin(kernel, c))
    .get('/dossiers/:id', allow('signed-in'), (c) => home(kernel, c))
    .get('/dossiers/:id/imprimer', allow('signed-in'), (c) => print(kernel, c))
    .get('/dossiers/:id/dossier.json', allow('signed-in'), (c) => exportJson(kernel, c))
    .route('/', sectionRoutes(kernel))
    .route('/', consortiumRoutes(kernel))
    .route('/', budgetRoutes(kernel))
    .route('/', declarationRoutes(kernel));
}

async function list(kernel: Kernel, c: AppContext) {
  const lines = await listFor(kernel.db, viewerOf(c).personId);
  const waves = new Map<string, Wave>();
  for (const id of new Set(lines.map((line) => line.waveId))) {
    const wave = await waveById(kernel.db, id);
    if (wave) waves.set(id, wave);
  }
  const shown = lines.flatMap((line) => {
    const wave = waves.get(line.waveId);
    return wave ? [{ ...line, wave }] : [];
  });
  // Drafts first, then the nearest deadline: the order in which a person must act.
  const rank = (line: (typeof shown)[number]) => (line.state === 'draft' ? 0 : 1);
  shown.sort((a, b) => rank(a) - rank(b) || a.wave.closesAt.getTime() - b.wave.closesAt.getTime());
  const open = await openWaves(kernel.db, c.var.receivedAt);
  return c.html(<ListPage view={viewOf(c, kernel.config.DEMO)} lines={shown} open={open} />);
}

async function waveAsked(kernel: Kernel, c: AppContext): Promise<Wave | null> {
  const id = c.req.query('vague') ?? '';
  const wave = isId(id) ? await waveById(kernel.db, id) : null;
  return wave?.formRevisionId && waveState(wave, c.var.receivedAt) !== 'draft' ? wave : null;
}

async function newPage(kernel: Kernel, c: AppContext, wave: Wave) {
  const mine = await membershipsOf(kernel.db, viewerOf(c).personId, c.var.receivedAt);
  const organisations = [
    ...(
      await organisationsById(
        kernel.db,
        mine.map((one) => one.organisationId),
      )
    ).values(),
  ];
  return { view: viewOf(c, kernel.config.DEMO), wave, organisations };
}

async function offer(kernel: Kernel, c: AppContext) {
  const wave = await waveAsked(kernel, c);
  if (!wave) return c.notFound();
  return c.html(<NewPage {...(await newPage(kernel, c, wave))} clientKey={newId()} />);
}

async function begin(kernel: Kernel, c: AppContext) {
  const wave = await waveAsked(kernel, c);
  if (!wave) return c.notFound();
  const form = await c.req.formData();
  const parsed = parseNew(form);
  const typed = { title: String(form.get('title') ?? ''), organisationId: String(form.get('organisationId') ?? '') };
  const clientKey = isId(String(form.get('clientKey'))) ? String(form.get('clientKey')) : newId();
  if (!parsed.ok) {
    const page = { ...(await newPage(kernel, c, wave)), clientKey, typed, errors: parsed.errors };
    return c.html(<NewPage {...page} />, 422);
  }
  const { personId, name } = viewerOf(c);
  const decision = await openApplication(kernel.db, {
    ...parsed.value,
    clientKey,
    waveId: wave.id,
    person: { id: personId, name },
    at: c.var.receivedAt,
  });
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(kernel, c, openingMessage(decision.refusal));
  return c.redirect(`/dossiers/${decision.changes.id}`, 303);
}

async function home(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  const present = await presentIn(kernel.db, dossier.application.id, viewerOf(c).personId, c.var.receivedAt);
  const letters = await lettersOf(kernel.db, dossier.application.id);
  const newer = await newerForm(kernel, dossier);
  const elsewhere = await alsoElsewhere(kernel.db, dossier.application.id, dossier.wave.id);
  const props = { present, letters, newer, elsewhere };
  return c.html(<HomePage {...frame(kernel, c, dossier)} {...props} />);
}

/** A revision published since this file began: the file keeps its own. */
async function newerForm({ db }: Kernel, { call, revision }: Dossier) {
  const newest = await newestForm(db, call.id);
  return newest && newest.number > revision.number ? newest : null;
}

async function print(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  const props = { dossier, content: contentOf(dossier) as Content, now: c.var.receivedAt };
  return c.html(<PrintPage view={viewOf(c, kernel.config.DEMO)} {...props} />);
}

async function exportJson(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  return c.json(contentOf(dossier), 200, { 'Content-Disposition': 'attachment; filename="dossier.json"' });
}
