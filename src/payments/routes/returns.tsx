import type { Hono } from 'hono';
import type { Message } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { reportMessage } from '../messages/return.ts';
import { ReturnPage, ReturnsPage } from '../pages/returns.tsx';
import { CSV_COLUMNS } from '../sepa/csv.ts';
import { RETURN_MAX_BYTES } from '../sepa/report.ts';
import { applyReturn, latestReturns, readReturn, returnById, seenLines } from '../store/return.ts';
import { AGENTS, PAYERS } from './roles.ts';

const LIST = '/agent/paiements/retours';
const FILE = `${LIST}/:id`;
const LIMITS = { maxBytes: RETURN_MAX_BYTES, columns: CSV_COLUMNS };

const TOLD: Readonly<Record<string, string>> = {
  applique: 'Les réponses de la banque sont appliquées.',
  deja: 'Ce fichier était déjà appliqué : rien n’a changé.',
};

export function addReturnRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(LIST, allow(AGENTS), (c) => showList(c, kernel, {}));
  routes.post(LIST, allow(PAYERS), (c) => read(c, kernel));
  routes.get(FILE, allow(AGENTS), async (c) => {
    const file = await returnById(kernel.db, c.req.param('id'));
    if (file === null) return c.notFound();
    const lines = await seenLines(kernel.db, file);
    const told = TOLD[c.req.query('fait') ?? ''];
    const view = viewOf(c, kernel.config.DEMO);
    return c.html(<ReturnPage view={view} file={file} lines={lines} mayPay={mayPay(c)} told={told} />);
  });
  routes.post(`${FILE}/appliquer`, allow(PAYERS), async (c) => {
    const id = c.req.param('id');
    const applied = await applyReturn(kernel, actOf(c), id);
    return applied === null ? c.notFound() : c.redirect(`${LIST}/${id}?fait=${applied ? 'applique' : 'deja'}`, 303);
  });
}

const actOf = (c: AppContext) => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });
const mayPay = (c: AppContext) => PAYERS.some((role) => viewerOf(c).roles.includes(role));

interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: Message;
  readonly errors?: Readonly<Record<string, string>>;
}

async function showList(c: AppContext, { db, config }: Kernel, { status = 200, refusal, errors = {} }: Shown) {
  const files = await latestReturns(db);
  const view = viewOf(c, config.DEMO);
  return c.html(
    <ReturnsPage view={view} files={files} mayPay={mayPay(c)} limits={LIMITS} refusal={refusal} errors={errors} />,
    status,
  );
}

/** The file is read in memory, under its limit, and not kept. */
async function read(c: AppContext, kernel: Kernel) {
  const file = (await c.req.formData()).get('fichier');
  if (!(file instanceof File) || file.size === 0)
    return showList(c, kernel, { status: 422, errors: { fichier: 'Choisissez le fichier que la banque a rendu.' } });
  if (file.size > RETURN_MAX_BYTES)
    return showList(c, kernel, { status: 409, refusal: reportMessage({ code: 'too-big' }) });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const decision = await readReturn(kernel, actOf(c), { name: file.name, bytes });
  if (decision.refusal !== null) return showList(c, kernel, { status: 409, refusal: reportMessage(decision.refusal) });
  return c.redirect(`${LIST}/${decision.changes.id}`, 303);
}
