import type { Hono } from 'hono';
import { countAttempt, type Limit } from '../../identity/index.ts';
import type { Decision, FieldErrors, Message } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, addressOf, allow, viewerOf } from '../../kernel/http.ts';
import { HOUR_MS } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseAnswer, parseDeprecation, parseProblem, parseReason } from '../form/trust.ts';
import { trustMessage } from '../messages/trust.ts';
import { arkPath } from '../model/ark.ts';
import { latestTitle, type Resource } from '../model/resource.ts';
import type { StatusRefusal } from '../model/status.ts';
import { MINE_PATH, workPath } from '../pages/parts.tsx';
import type { PublicProps } from '../pages/public.tsx';
import { ProblemPage, ReportProblemPage } from '../pages/trust/problem.tsx';
import { FollowPage } from '../pages/trust/status.tsx';
import { resourceById, resourceForMember } from '../store/read.ts';
import { answerProblem, problemFor, problemsOf, type Reader, report } from '../store/trust/problems.ts';
import { deprecate, restore, statusChangesOf } from '../store/trust/status.ts';
import { ARK, shownBy } from './public.tsx';

const REPORTS_BY_VISITOR: Limit = { name: 'problem-address', attempts: 5, windowMs: HOUR_MS };
const REPORTS_BY_PERSON: Limit = { name: 'problem-person', attempts: 20, windowMs: HOUR_MS };

const TOLD: Readonly<Record<string, string>> = {
  signale: 'Votre signalement est envoyé à qui entretient la ressource.',
  repondu: 'La réponse est enregistrée.',
  perimee: 'La ressource est annoncée comme périmée.',
  retablie: 'La ressource est rétablie.',
};

export interface Shown {
  readonly status?: 200 | 409 | 422 | 429;
  readonly refusal?: Message;
  readonly errors?: FieldErrors;
  readonly sent?: FormData;
}

export const typedIn = (sent: FormData | undefined): Record<string, string> =>
  Object.fromEntries([...(sent?.entries() ?? [])].map(([name, value]) => [name, String(value)]));

export function addTrustRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(`${ARK}/signaler`, allow('public'), async (c) => {
    const on = await shownBy(c, kernel);
    return on ? showReport(c, kernel, on, {}) : c.notFound();
  });
  routes.post(`${ARK}/signaler`, allow('public'), async (c) => {
    const on = await shownBy(c, kernel);
    return on ? sendReport(c, kernel, on) : c.notFound();
  });
  routes.get('/communs/signalements/:id', allow('signed-in'), (c) => showProblem(c, kernel, {}));
  routes.post('/communs/signalements/:id/reponse', allow('signed-in'), (c) => answer(c, kernel));
  routes.get(`${MINE_PATH}/:id/suivi`, allow('signed-in'), (c) => showFollow(c, kernel, {}));
  routes.post(`${MINE_PATH}/:id/perimer`, allow('signed-in'), async (c) => {
    const sent = await c.req.formData();
    const form = parseDeprecation(sent);
    if (!form.ok) return showFollow(c, kernel, { status: 422, errors: form.errors, sent });
    return followed(c, kernel, sent, 'perimee', await deprecate(kernel, actOf(c), idIn(c), form.value));
  });
  routes.post(`${MINE_PATH}/:id/retablir`, allow('signed-in'), async (c) => {
    const sent = await c.req.formData();
    const form = parseReason(sent);
    if (!form.ok) return showFollow(c, kernel, { status: 422, errors: form.errors, sent });
    return followed(c, kernel, sent, 'retablie', await restore(kernel, actOf(c), idIn(c), form.value));
  });
}

const idIn = (c: AppContext) => c.req.param('id') ?? '';
const actOf = (c: AppContext) => ({ personId: viewerOf(c).personId, at: c.var.receivedAt });
const readerOf = (c: AppContext): Reader => ({ ...actOf(c), isCurator: viewerOf(c).roles.includes('curator') });

function showReport(c: AppContext, { config }: Kernel, on: PublicProps, shown: Shown) {
  const page = (
    <ReportProblemPage
      view={viewOf(c, config.DEMO)}
      title={on.description.title}
      path={arkPath(on.authority, on.resource.arkName)}
      refusal={shown.refusal}
      errors={shown.errors ?? {}}
      typed={typedIn(shown.sent)}
      told={TOLD[c.req.query('fait') ?? '']}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function sendReport(c: AppContext, kernel: Kernel, on: PublicProps) {
  const sent = await c.req.formData();
  const { viewer } = c.var;
  const form = parseProblem(sent, viewer !== null);
  if (!form.ok) return showReport(c, kernel, on, { status: 422, errors: form.errors, sent });
  const [limit, subject] = viewer
    ? [REPORTS_BY_PERSON, viewer.personId]
    : [REPORTS_BY_VISITOR, addressOf(c, kernel.config)];
  const wait = await countAttempt(kernel.db, limit, subject, c.var.receivedAt);
  if (wait !== null) return showReport(c, kernel, on, { status: 429, refusal: tooMany(wait), sent });
  const personId = viewer?.personId ?? null;
  const { resource, version, description } = on;
  const told = { resourceId: resource.id, version: version.number, description, personId, at: c.var.receivedAt };
  const id = await report(kernel, told, form.value);
  const back = viewer ? `/communs/signalements/${id}` : `${arkPath(on.authority, resource.arkName)}/signaler`;
  return c.redirect(`${back}?fait=signale`, 303);
}

const tooMany = (seconds: number): Message => ({
  title: 'Beaucoup de signalements en peu de temps',
  text: `Votre signalement n’est pas envoyé, votre texte est gardé ci-dessous. Réessayez dans ${Math.ceil(seconds / 60)} min, ou connectez-vous.`,
});

async function showProblem(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const read = await problemFor(db, idIn(c), readerOf(c));
  const resource = read ? await resourceById(db, read.problem.resourceId) : null;
  if (!read || !resource) return c.notFound();
  const page = (
    <ProblemPage
      view={viewOf(c, config.DEMO)}
      {...read}
      path={arkPath(config.ARK_AUTHORITY, resource.arkName)}
      at={c.var.receivedAt}
      refusal={shown.refusal}
      errors={shown.errors ?? {}}
      typed={typedIn(shown.sent)}
      told={TOLD[c.req.query('fait') ?? '']}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function answer(c: AppContext, kernel: Kernel) {
  const sent = await c.req.formData();
  const form = parseAnswer(sent);
  if (!form.ok) return showProblem(c, kernel, { status: 422, errors: form.errors, sent });
  const decision = await answerProblem(kernel, readerOf(c), idIn(c), form.value);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null)
    return showProblem(c, kernel, { status: 409, refusal: trustMessage(decision.refusal), sent });
  return c.redirect(`/communs/signalements/${idIn(c)}?fait=repondu`, 303);
}

async function showFollow(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const { personId, at } = actOf(c);
  const resource: Resource | null = await resourceForMember(db, idIn(c), personId, at);
  if (resource === null) return c.notFound();
  const page = (
    <FollowPage
      view={viewOf(c, config.DEMO)}
      resource={resource}
      title={latestTitle(resource)}
      problems={await problemsOf(db, resource.id)}
      changes={await statusChangesOf(db, resource.id)}
      at={at}
      refusal={shown.refusal}
      errors={shown.errors ?? {}}
      typed={typedIn(shown.sent)}
      told={TOLD[c.req.query('fait') ?? '']}
    />
  );
  return c.html(page, shown.status ?? 200);
}

function followed(
  c: AppContext,
  kernel: Kernel,
  sent: FormData,
  done: string,
  decision: Decision<unknown, StatusRefusal> | null,
) {
  if (decision === null) return c.notFound();
  if (decision.refusal !== null)
    return showFollow(c, kernel, { status: 409, refusal: trustMessage(decision.refusal), sent });
  return c.redirect(`${workPath(idIn(c))}/suivi?fait=${done}`, 303);
}
