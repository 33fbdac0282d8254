import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import { newId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type BudgetForm, parseLines, parseShares } from '../form/budget.ts';
import { annexMessage } from '../messages.ts';
import type { Dossier } from '../model/dossier.ts';
import { BudgetPage } from '../pages/budget.tsx';
import { LinesPage } from '../pages/budget-lines.tsx';
import { editFields } from '../store/edit.ts';
import { authorOf, dossierOf, frame, refused } from './context.tsx';

const HERE = '/dossiers/:id/budget';
const YEARS = 4;

export function budgetRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(HERE, allow('signed-in'), (c) => show(kernel, c))
    .post(HERE, allow('signed-in'), (c) => saveShares(kernel, c))
    .get(`${HERE}/:partner`, allow('signed-in'), (c) => showLines(kernel, c))
    .post(`${HERE}/:partner`, allow('signed-in'), (c) => saveLines(kernel, c));
}

const typedIn = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));

async function show(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  return dossier ? c.html(<BudgetPage {...frame(kernel, c, dossier)} />) : c.notFound();
}

async function saveShares(kernel: Kernel, c: AppContext) {
  const before = await dossierOf(kernel, c);
  if (!before) return c.notFound();
  const form = await c.req.formData();
  const parsed = parseShares(
    form,
    before.partners.map((one) => one.id),
  );
  const decision = await editFields(kernel.db, authorOf(c), parsed.edits, (whole) => whole.mine.isLead);
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(kernel, c, annexMessage(decision.refusal));
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  if (Object.keys(parsed.errors).length > 0) {
    return c.html(<BudgetPage {...frame(kernel, c, dossier)} errors={parsed.errors} typed={typedIn(form)} />, 422);
  }
  return done(
    c,
    dossier,
    decision.changes.some((one) => one.outcome === 'conflict'),
    '',
  );
}

const done = (c: AppContext, { application }: Dossier, conflict: boolean, end: string) =>
  c.redirect(
    conflict ? `/dossiers/${application.id}/conflits` : `/dossiers/${application.id}/budget${end}?fait=budget`,
    303,
  );

/** From the year the project starts; years that already hold an amount are always shown. */
function yearsOf({ answers, budget, wave }: Dossier): string[] {
  const starts = answers['starts-on'];
  const first = typeof starts === 'string' ? Number(starts.slice(0, 4)) : wave.closesAt.getUTCFullYear();
  const offered = Array.from({ length: YEARS }, (_none, index) => String(first + index));
  const used = budget.expenses.flatMap((line) => Object.keys(line.amounts));
  return [...new Set([...offered, ...used])].sort();
}

function linesProps(kernel: Kernel, c: AppContext, dossier: Dossier) {
  const partner = dossier.partners.find((one) => one.id === c.req.param('partner'));
  if (!partner) return null;
  const may = dossier.mine.isLead || dossier.mine.id === partner.id;
  return {
    ...frame(kernel, c, dossier),
    partner,
    years: yearsOf(dossier),
    blank: { expense: newId(), funding: newId() },
    open: may && dossier.application.state === 'draft',
  };
}

async function showLines(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  const props = dossier ? linesProps(kernel, c, dossier) : null;
  return props ? c.html(<LinesPage {...props} />) : c.notFound();
}

/** A partner writes its own lines; the lead writes all. No line may be taken from another partner. */
async function saveLines(kernel: Kernel, c: AppContext) {
  const before = await dossierOf(kernel, c);
  const props = before ? linesProps(kernel, c, before) : null;
  if (!before || !props) return c.notFound();
  const form = await c.req.formData();
  const parsed: BudgetForm = parseLines(form, props.partner.id, props.years);
  const decision = await editFields(kernel.db, authorOf(c), parsed.edits, (whole) => {
    const own = parsed.edits.every(({ key }) => {
      const line = whole.fields.get(key)?.value as { readonly partnerId: string } | null | undefined;
      return !line || line.partnerId === props.partner.id;
    });
    return own && (whole.mine.isLead || whole.mine.id === props.partner.id);
  });
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(kernel, c, annexMessage(decision.refusal));
  const dossier = await dossierOf(kernel, c);
  const after = dossier ? linesProps(kernel, c, dossier) : null;
  if (!dossier || !after) return c.notFound();
  if (Object.keys(parsed.errors).length > 0) {
    const blank = blankOf(form, dossier);
    return c.html(<LinesPage {...after} blank={blank} errors={parsed.errors} typed={typedIn(form)} />, 422);
  }
  return done(
    c,
    dossier,
    decision.changes.some((one) => one.outcome === 'conflict'),
    `/${props.partner.id}`,
  );
}

/** A new line that was refused keeps its identifier: what was typed in it is shown again. */
function blankOf(form: FormData, { fields }: Dossier) {
  const unsaved = (name: string, prefix: string) =>
    form
      .getAll(name)
      .map(String)
      .find((id) => !fields.has(`${prefix}:${id}`)) ?? newId();
  return { expense: unsaved('depense', 'expense'), funding: unsaved('ressource', 'funding') };
}
