import type { Hono } from 'hono';
import type { Decision } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseReason, parseTakeDown } from '../form/trust.ts';
import { trustMessage } from '../messages/trust.ts';
import { arkPath } from '../model/ark.ts';
import { latestTitle } from '../model/resource.ts';
import type { StatusRefusal } from '../model/status.ts';
import { CURATION_PATH } from '../pages/parts.tsx';
import { CuratedPage, CurationPage } from '../pages/trust/curation.tsx';
import { resourceById } from '../store/read.ts';
import { curatedResources } from '../store/trust/curation.ts';
import { openProblems, problemsOf } from '../store/trust/problems.ts';
import { trustOf } from '../store/trust/reviews.ts';
import { putBack, statusChangesOf, takeDown } from '../store/trust/status.ts';
import { type Shown, typedIn } from './trust.tsx';

const curator = allow(['curator']);
const ONE = `${CURATION_PATH}/:id`;

const TOLD: Readonly<Record<string, string>> = {
  retiree: 'La ressource est retirée du catalogue.',
  remise: 'La ressource est de nouveau au catalogue.',
  label: 'Le label est donné à cette version.',
  'label-retire': 'Le label est retiré.',
};

export function addCurationRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(CURATION_PATH, curator, async (c) => {
    const [problems, lines] = [await openProblems(kernel.db), await curatedResources(kernel.db)];
    const view = viewOf(c, kernel.config.DEMO);
    return c.html(<CurationPage view={view} problems={problems} lines={lines} at={c.var.receivedAt} />);
  });
  routes.get(ONE, curator, (c) => showCurated(c, kernel, {}));
  routes.post(`${ONE}/retirer`, curator, async (c) => {
    const sent = await c.req.formData();
    const form = parseTakeDown(sent);
    if (!form.ok) return showCurated(c, kernel, { status: 422, errors: form.errors, sent });
    return curated(c, kernel, sent, 'retiree', await takeDown(kernel, actOf(c), idIn(c), form.value));
  });
  routes.post(`${ONE}/remettre`, curator, async (c) => {
    const sent = await c.req.formData();
    const form = parseReason(sent);
    if (!form.ok) return showCurated(c, kernel, { status: 422, errors: form.errors, sent });
    return curated(c, kernel, sent, 'remise', await putBack(kernel, actOf(c), idIn(c), form.value));
  });
}

const idIn = (c: AppContext) => c.req.param('id') ?? '';
const actOf = (c: AppContext) => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });

export async function showCurated(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const resource = await resourceById(db, idIn(c));
  const changes = resource ? await statusChangesOf(db, resource.id) : [];
  // A draft is its organisation's own business.
  if (!resource || (resource.publishedVersion === null && changes.length === 0)) return c.notFound();
  const page = (
    <CuratedPage
      view={viewOf(c, config.DEMO)}
      resource={resource}
      title={latestTitle(resource)}
      path={arkPath(config.ARK_AUTHORITY, resource.arkName)}
      problems={await problemsOf(db, resource.id)}
      changes={changes}
      trust={resource.publishedVersion === null ? null : await trustOf(db, resource.id, resource.publishedVersion)}
      at={c.var.receivedAt}
      refusal={shown.refusal}
      errors={shown.errors ?? {}}
      typed={typedIn(shown.sent)}
      told={TOLD[c.req.query('fait') ?? '']}
    />
  );
  return c.html(page, shown.status ?? 200);
}

function curated(
  c: AppContext,
  kernel: Kernel,
  sent: FormData,
  done: string,
  decision: Decision<unknown, StatusRefusal> | null,
) {
  if (decision === null) return c.notFound();
  if (decision.refusal !== null)
    return showCurated(c, kernel, { status: 409, refusal: trustMessage(decision.refusal), sent });
  return c.redirect(`${CURATION_PATH}/${idIn(c)}?fait=${done}`, 303);
}
