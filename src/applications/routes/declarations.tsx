import { Hono } from 'hono';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { zonedLocal } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { parseDeMinimis } from '../form/declarations.ts';
import { annexMessage, signingMessage } from '../messages.ts';
import { ConflictsPage, HistoryPage } from '../pages/conflicts.tsx';
import { DeclarationsPage } from '../pages/declarations.tsx';
import { conflictsOf, fieldHistory, resolveConflict } from '../store/conflicts.ts';
import { declare } from '../store/consortium.ts';
import { authorOf, dossierOf, frame, refused } from './context.tsx';

const HERE = '/dossiers/:id/declarations';
const CONFLICTS = '/dossiers/:id/conflits';

export function declarationRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(HERE, allow('signed-in'), (c) => show(kernel, c))
    .post(`${HERE}/contrat`, allow('signed-in'), (c) => contract(kernel, c))
    .post(`${HERE}/de-minimis`, allow('signed-in'), (c) => deMinimis(kernel, c))
    .get(CONFLICTS, allow('signed-in'), (c) => showConflicts(kernel, c))
    .post(CONFLICTS, allow('signed-in'), (c) => choose(kernel, c))
    .get('/dossiers/:id/historique', allow('signed-in'), (c) => history(kernel, c));
}

const todayOf = (c: AppContext) => zonedLocal(c.var.receivedAt).slice(0, 10);

async function show(
  kernel: Kernel,
  c: AppContext,
  errors: FieldErrors = {},
  typed: Record<string, string> = {},
  rows?: number,
) {
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  const said = dossier.statements.find((one) => one.kind === 'de-minimis' && one.partnerId === dossier.mine.id);
  const known = ((said?.content as { aids?: readonly unknown[] } | undefined)?.aids ?? []).length;
  const page = { ...frame(kernel, c, dossier), errors, typed, today: todayOf(c), rows: rows ?? known + 1 };
  return c.html(<DeclarationsPage {...page} />, Object.keys(errors).length > 0 ? 422 : 200);
}

const here = (c: AppContext) => `/dossiers/${c.req.param('id')}/declarations?fait=declaration`;

function answerSigning(kernel: Kernel, c: AppContext, decision: Awaited<ReturnType<typeof declare>>) {
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(here(c), 303);
  const { refusal } = decision;
  return refused(kernel, c, refusal.code === 'may-not-sign' ? signingMessage(refusal) : annexMessage(refusal));
}

async function contract(kernel: Kernel, c: AppContext) {
  const capacity = String((await c.req.formData()).get('capacityContract') ?? '')
    .trim()
    .slice(0, 200);
  if (capacity === '') return show(kernel, c, { capacityContract: 'Indiquez en quelle qualité vous signez.' });
  const signature = { name: viewerOf(c).name, capacity };
  const decision = await declare(kernel.db, authorOf(c), 'republican-commitment', { subscribed: true }, signature);
  return answerSigning(kernel, c, decision);
}

async function deMinimis(kernel: Kernel, c: AppContext) {
  const form = await c.req.formData();
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const rows = [...form.keys()].filter((name) => /^aid\.\d+\.amount$/.test(name)).length;
  if (form.get('action') === 'ajouter') return show(kernel, c, {}, typed, Math.min(rows + 1, 100));
  const parsed = parseDeMinimis(form, todayOf(c));
  if (!parsed.ok) return show(kernel, c, parsed.errors, typed, rows);
  const { content, capacity } = parsed.value;
  const signature = { name: viewerOf(c).name, capacity };
  const decision = await declare(kernel.db, authorOf(c), 'de-minimis', content, signature);
  return answerSigning(kernel, c, decision);
}

async function showConflicts(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  const conflicts = await conflictsOf(kernel.db, dossier.application.id);
  return c.html(<ConflictsPage {...frame(kernel, c, dossier)} conflicts={conflicts} />);
}

async function choose(kernel: Kernel, c: AppContext) {
  const form = await c.req.formData();
  const kept = form.get('garder') === 'other' ? 'other' : 'current';
  const decision = await resolveConflict(kernel.db, authorOf(c), String(form.get('conflit') ?? ''), kept);
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(kernel, c, annexMessage(decision.refusal));
  return c.redirect(`/dossiers/${c.req.param('id')}/conflits?fait=choix`, 303);
}

async function history(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  const key = c.req.query('reponse') ?? null;
  const lines = await fieldHistory(kernel.db, dossier.application.id, key);
  return c.html(<HistoryPage {...frame(kernel, c, dossier)} lines={lines} />);
}
