import type { Hono } from 'hono';
import type { Decision } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseReview, versionIn } from '../form/review.ts';
import { parseLabelReason } from '../form/trust.ts';
import { reviewMessage } from '../messages/review.ts';
import { arkPath } from '../model/ark.ts';
import { latestTitle } from '../model/resource.ts';
import type { ReviewRefusal } from '../model/review.ts';
import { CURATION_PATH, REVIEWS_PATH } from '../pages/parts.tsx';
import { ReviewPage, ToReviewPage } from '../pages/trust/review.tsx';
import { resourceById } from '../store/read.ts';
import {
  giveLabel,
  peerLink,
  resourcesToReview,
  trustOf,
  withdrawLabel,
  writePeerReview,
} from '../store/trust/reviews.ts';
import { showCurated } from './curation.tsx';
import { type Shown, typedIn } from './trust.tsx';

const peer = allow(['trainer', 'curator']);
const curator = allow(['curator']);
const ONE = `${REVIEWS_PATH}/:id`;

export function addReviewRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(REVIEWS_PATH, peer, async (c) => {
    const lines = await resourcesToReview(kernel.db);
    return c.html(<ToReviewPage view={viewOf(c, kernel.config.DEMO)} lines={lines} />);
  });
  routes.get(ONE, peer, (c) => show(c, kernel, {}));
  routes.post(ONE, peer, (c) => send(c, kernel));
  routes.post(`${CURATION_PATH}/:id/label`, curator, async (c) => {
    const sent = await c.req.formData();
    return curated(c, kernel, sent, 'label', await giveLabel(kernel, actOf(c), idIn(c), versionIn(sent)));
  });
  routes.post(`${CURATION_PATH}/:id/label-retire`, curator, async (c) => {
    const sent = await c.req.formData();
    const form = parseLabelReason(sent);
    if (!form.ok) return showCurated(c, kernel, { status: 422, errors: form.errors, sent });
    return curated(c, kernel, sent, 'label-retire', await withdrawLabel(kernel, actOf(c), idIn(c), form.value));
  });
}

const idIn = (c: AppContext) => c.req.param('id') ?? '';
const actOf = (c: AppContext) => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });

async function show(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const resource = await resourceById(db, idIn(c));
  if (!resource || resource.publishedVersion === null) return c.notFound();
  const { personId } = viewerOf(c);
  const trust = await trustOf(db, resource.id, resource.publishedVersion);
  const page = (
    <ReviewPage
      view={viewOf(c, config.DEMO)}
      id={resource.id}
      title={latestTitle(resource)}
      path={arkPath(config.ARK_AUTHORITY, resource.arkName)}
      trust={trust}
      link={await peerLink(db, personId, resource.id, resource.publishedVersion)}
      hasReviewed={trust.reviews.some(({ reviewerId }) => reviewerId === personId)}
      refusal={shown.refusal}
      errors={shown.errors ?? {}}
      typed={typedIn(shown.sent)}
      told={c.req.query('fait') === 'relue' ? 'Votre avis est enregistré. Merci.' : undefined}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function send(c: AppContext, kernel: Kernel) {
  const sent = await c.req.formData();
  const form = parseReview(sent);
  if (!form.ok) return show(c, kernel, { status: 422, errors: form.errors, sent });
  const decision = await writePeerReview(kernel, actOf(c), idIn(c), versionIn(sent), form.value);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null)
    return show(c, kernel, { status: 409, refusal: reviewMessage(decision.refusal), sent });
  return c.redirect(`${REVIEWS_PATH}/${idIn(c)}?fait=relue`, 303);
}

function curated(
  c: AppContext,
  kernel: Kernel,
  sent: FormData,
  done: string,
  decision: Decision<unknown, ReviewRefusal> | null,
) {
  if (decision === null) return c.notFound();
  if (decision.refusal !== null)
    return showCurated(c, kernel, { status: 409, refusal: reviewMessage(decision.refusal), sent });
  return c.redirect(`${CURATION_PATH}/${idIn(c)}?fait=${done}`, 303);
}
