import type { Hono } from 'hono';
import { callById } from '../../calls/index.ts';
import { type AppContext, type AppEnv, allow, type Role } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseGrid, typedOf, versionOf } from '../form.ts';
import { gridMessage } from '../messages.ts';
import { GridsPage } from '../pages/grid.tsx';
import { beginDraft, gridsOf, publishGrid, saveGrid } from '../store/grids.ts';
import { actOf, asked, done, faulty, type Reply, refused, type Shown } from './answers.tsx';

const MANAGERS: readonly Role[] = ['programme-manager'];
const READERS: readonly Role[] = ['programme-manager', 'instructing-officer'];
const BASE = '/agent/grilles/:call';

type Call = NonNullable<Awaited<ReturnType<typeof callById>>>;

export function addGridRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(BASE, allow(READERS), (c) => onCall(c, kernel, (call) => show(c, kernel, call, asked(c))));
  routes.post(`${BASE}/preparer`, allow(MANAGERS), (c) =>
    onCall(c, kernel, async (call) => {
      await beginDraft(kernel, actOf(c), call.id);
      return c.redirect(`/agent/grilles/${call.id}`, 303);
    }),
  );
  routes.post(`${BASE}/enregistrer`, allow(MANAGERS), (c) => onCall(c, kernel, (call) => save(c, kernel, call)));
  routes.post(`${BASE}/publier`, allow(MANAGERS), (c) => onCall(c, kernel, (call) => publish(c, kernel, call)));
}

async function onCall(c: AppContext, { db }: Kernel, then: (call: Call) => Reply): Promise<Response> {
  const id = c.req.param('call') ?? '';
  const call = isId(id) ? await callById(db, id) : null;
  return call ? then(call) : c.notFound();
}

async function show(c: AppContext, { db, config }: Kernel, call: Call, shown: Shown) {
  const grids = await gridsOf(db, call.id);
  return c.html(<GridsPage view={viewOf(c, config.DEMO)} call={call} grids={grids} {...shown} />, shown.status ?? 200);
}

const draftOf = async ({ db }: Kernel, call: Call) =>
  (await gridsOf(db, call.id)).find(({ publishedAt }) => publishedAt === null) ?? null;

async function save(c: AppContext, kernel: Kernel, call: Call) {
  const data = await c.req.formData();
  const draft = await draftOf(kernel, call);
  if (!draft) return c.notFound();
  const form = parseGrid(data);
  if (!form.ok) return show(c, kernel, call, faulty(form.errors, typedOf(data)));
  const decision = await saveGrid(kernel, draft.id, form.value, versionOf(data));
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return show(c, kernel, call, refused(gridMessage(decision.refusal), typedOf(data)));
  return done(c, `/agent/grilles/${call.id}`, 'grille');
}

async function publish(c: AppContext, kernel: Kernel, call: Call) {
  const draft = await draftOf(kernel, call);
  if (!draft) return c.notFound();
  const decision = await publishGrid(kernel, actOf(c), draft.id, versionOf(await c.req.formData()));
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return show(c, kernel, call, refused(gridMessage(decision.refusal)));
  return done(c, `/agent/grilles/${call.id}`, 'publiee');
}
