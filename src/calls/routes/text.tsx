import { Hono } from 'hono';
import type { FieldErrors } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseNewCall, parseText, typedText } from '../form/text.ts';
import { FormReader, REASON_LENGTH } from '../form.ts';
import { amendMessage, createMessage } from '../messages/text.ts';
import { diffText } from '../model/amendment.ts';
import type { Call } from '../model/call.ts';
import { NewCallPage, TextPage, TextReviewPage } from '../pages/text.tsx';
import { amendText } from '../store/amendments.ts';
import { createCall } from '../store/create.ts';
import { isPublished } from '../store.ts';
import { actOf, MANAGERS, onCall, typedOf } from './target.ts';

const TEXT = '/agent/appels/:call/texte';
const SOURCE_LENGTH = 500;

/** A call begins, and its published text is amended in the sight of all. */
export function textRoutes(kernel: Kernel): Hono<AppEnv> {
  const view = (c: AppContext) => viewOf(c, kernel.config.DEMO);
  return new Hono<AppEnv>()
    .get('/agent/appels/nouveau', allow(MANAGERS), (c) => c.html(<NewCallPage view={view(c)} typed={{}} />))
    .post('/agent/appels/nouveau', allow(MANAGERS), (c) => create(kernel, c))
    .get(TEXT, allow(MANAGERS), (c) =>
      onCall(c, kernel, (call) =>
        c.html(<TextPage view={view(c)} call={call} version={call.version} typed={typedText(call)} />),
      ),
    )
    .post(TEXT, allow(MANAGERS), (c) => onCall(c, kernel, (call) => review(kernel, c, call)))
    .post(`${TEXT}/publier`, allow(MANAGERS), (c) => onCall(c, kernel, (call) => publish(kernel, c, call)));
}

async function create(kernel: Kernel, c: AppContext) {
  const data = await c.req.formData();
  const form = parseNewCall(data);
  const page = { view: viewOf(c, kernel.config.DEMO), typed: typedOf(data) };
  if (!form.ok) return c.html(<NewCallPage {...page} errors={form.errors} />, 422);
  const decision = await createCall(kernel, actOf(c, 'Création d’un appel'), form.value);
  if (decision.refusal) return c.html(<NewCallPage {...page} refusal={createMessage(decision.refusal)} />, 409);
  return c.redirect(`/agent/appels/${decision.changes.id}`, 303);
}

/** The fields of the text, and no others, as they were typed. */
const textTyped = (data: FormData, call: Call): Record<string, string> => {
  const typed = typedOf(data);
  return Object.fromEntries(Object.keys(typedText(call)).map((name) => [name, typed[name] ?? '']));
};

const versionOf = (data: FormData) => new FormReader(data).whole('version', 1, 1_000_000);

/** What would change, before anything does. */
async function review(kernel: Kernel, c: AppContext, call: Call) {
  const data = await c.req.formData();
  const form = parseText(data);
  const page = { view: viewOf(c, kernel.config.DEMO), call, version: versionOf(data), typed: textTyped(data, call) };
  if (!form.ok) return c.html(<TextPage {...page} errors={form.errors} />, 422);
  if (data.get('action') === 'reprendre') return c.html(<TextPage {...page} />);
  const changes = diffText(call, form.value);
  if (changes.length === 0)
    return c.html(<TextPage {...page} refusal={amendMessage({ code: 'nothing-changed' })} />, 422);
  const isPublic = await isPublished(kernel.db, call.id);
  return c.html(<TextReviewPage {...page} changes={changes} isPublic={isPublic} />);
}

async function publish(kernel: Kernel, c: AppContext, call: Call) {
  const data = await c.req.formData();
  const text = parseText(data);
  const why = new FormReader(data);
  const reason = why.needed('reason', REASON_LENGTH, 'Dites pourquoi : le motif est publié et conservé.');
  const source = why.text('source');
  if (source.length > SOURCE_LENGTH) why.fault('source', `Ce texte dépasse ${SOURCE_LENGTH} caractères.`);
  const page = { view: viewOf(c, kernel.config.DEMO), call, version: versionOf(data), typed: textTyped(data, call) };
  if (!text.ok) return c.html(<TextPage {...page} errors={text.errors} />, 422);
  const isPublic = await isPublished(kernel.db, call.id);
  const review = { ...page, isPublic, typed: { ...page.typed, reason, source }, changes: diffText(call, text.value) };
  const errors: FieldErrors = why.errors;
  if (Object.keys(errors).length > 0) return c.html(<TextReviewPage {...review} errors={errors} />, 422);
  const asked = { callId: call.id, text: text.value, versionRead: page.version, source: source === '' ? null : source };
  const decision = await amendText(kernel, actOf(c, reason), asked);
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(`/agent/appels/${call.id}`, 303);
  // Confirming again then builds on the text that is in place, as the page shows it.
  const message = amendMessage(decision.refusal);
  return c.html(<TextReviewPage {...review} version={call.version} refusal={message} />, 409);
}
