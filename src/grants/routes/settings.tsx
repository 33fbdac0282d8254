import type { Hono } from 'hono';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { parisDateTime } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseClause, parseRule } from '../form.ts';
import { ClausePage, ClausesPage, RulePage } from '../pages/settings.tsx';
import { newestClauses } from '../store/clauses.ts';
import { waveRule } from '../store/open.ts';
import { clauseByKey, reviseClause, revisionsOf, saveWaveRule } from '../store/settings.ts';
import { typedOf } from './context.ts';
import { MANAGERS, waveName } from './manager.tsx';

const CLAUSES = '/agent/conventions/clauses';
const RULE = '/agent/conventions/vagues/:wave';

/** Before the pages of agreements: `clauses` is no identifier. */
export function addSettingsRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(CLAUSES, allow(MANAGERS), async (c) =>
    c.html(<ClausesPage view={viewOf(c, kernel.config.DEMO)} clauses={await newestClauses(kernel.db)} />),
  );
  routes.get(`${CLAUSES}/:key`, allow(MANAGERS), (c) => showClause(c, kernel, {}, {}));
  routes.post(`${CLAUSES}/:key`, allow(MANAGERS), (c) => writeClause(c, kernel));
  routes.get(RULE, allow(MANAGERS), (c) => showRule(c, kernel, {}, {}));
  routes.post(RULE, allow(MANAGERS), (c) => writeRule(c, kernel));
}

type Typed = Readonly<Record<string, string>>;
const statusOf = (errors: FieldErrors) => (Object.keys(errors).length > 0 ? 422 : 200);

async function showClause(c: AppContext, { db, config }: Kernel, errors: FieldErrors, typed: Typed) {
  const key = c.req.param('key') ?? '';
  const clause = await clauseByKey(db, key);
  if (clause === null) return c.notFound();
  const revisions = (await revisionsOf(db, key)).map((one) => ({ ...one, when: parisDateTime(one.publishedAt) }));
  const told = c.req.query('fait') === 'publiee' ? `La révision ${clause.revision} est publiée.` : undefined;
  const props = { view: viewOf(c, config.DEMO), clause, revisions, told, errors, typed };
  return c.html(<ClausePage {...props} />, statusOf(errors));
}

async function writeClause(c: AppContext, kernel: Kernel) {
  const data = await c.req.formData();
  const form = parseClause(data);
  if (!form.ok) return showClause(c, kernel, form.errors, typedOf(data));
  const key = c.req.param('key') ?? '';
  const by = { authorId: viewerOf(c).personId, at: c.var.receivedAt };
  const revision = await reviseClause(kernel.db, { key, ...form.value, ...by });
  return revision === null ? c.notFound() : c.redirect(`${CLAUSES}/${key}?fait=publiee`, 303);
}

async function showRule(c: AppContext, kernel: Kernel, errors: FieldErrors, typed: Typed) {
  const waveId = c.req.param('wave') ?? '';
  const name = await waveName(kernel, waveId);
  if (name === null) return c.notFound();
  const rule = await waveRule(kernel.db, waveId);
  const told = c.req.query('fait') === 'enregistre' ? 'Les délais et l’échéancier sont enregistrés.' : undefined;
  const props = { view: viewOf(c, kernel.config.DEMO), waveId, waveName: name, rule, told, errors, typed };
  return c.html(<RulePage {...props} />, statusOf(errors));
}

async function writeRule(c: AppContext, kernel: Kernel) {
  const waveId = c.req.param('wave') ?? '';
  if ((await waveName(kernel, waveId)) === null) return c.notFound();
  const data = await c.req.formData();
  const form = parseRule(data);
  if (!form.ok) return showRule(c, kernel, form.errors, typedOf(data));
  const by = { authorId: viewerOf(c).personId, at: c.var.receivedAt };
  await saveWaveRule(kernel.db, waveId, form.value, by);
  return c.redirect(`/agent/conventions/vagues/${waveId}?fait=enregistre`, 303);
}
