import { Hono } from 'hono';
import type { FieldErrors, Message } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, type Role, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { fieldToForm, parseField } from '../form/field.ts';
import { parseEdit } from '../form/gesture.ts';
import { FormReader, parseReason } from '../form.ts';
import { editMessage, revisionMessage } from '../messages/editor.ts';
import type { Call } from '../model/call.ts';
import { type Edit, fieldByKey, sectionOfField } from '../model/editor.ts';
import type { Field } from '../model/form.ts';
import { diffFieldFacts, diffForms, formFaults } from '../model/revision.ts';
import {
  DiffPage,
  EditorPage,
  editorPath,
  PublishRevisionPage,
  RevisionsPage,
  SectionFormPage,
} from '../pages/editor.tsx';
import { FieldFormPage, PreviewPage } from '../pages/field-form.tsx';
import {
  editDraft,
  openDraft,
  publishDraft,
  type Revision,
  revisionByNumber,
  revisionsOf,
} from '../store/revisions.ts';
import { type Answer, actOf, onCall, typedOf } from './target.ts';

const MANAGERS: readonly Role[] = ['programme-manager'];

interface Target {
  readonly call: Call;
  readonly revision: Revision;
}

export function editorRoutes(kernel: Kernel): Hono<AppEnv> {
  const { db, config } = kernel;
  const routes = new Hono<AppEnv>();
  const list = '/agent/appels/:call/formulaire';
  const base = `${list}/:number`;
  const on = (c: AppContext, then: (target: Target) => Answer) => onRevision(c, kernel, then);
  const viewed = (c: AppContext, target: Target) => ({ view: viewOf(c, config.DEMO), ...target });
  routes.get(list, allow(MANAGERS), (c) =>
    onCall(c, kernel, async (call) =>
      c.html(<RevisionsPage view={viewOf(c, config.DEMO)} call={call} revisions={await revisionsOf(db, call.id)} />),
    ),
  );
  routes.post(list, allow(MANAGERS), (c) => onCall(c, kernel, (call) => prepare(c, kernel, call)));
  routes.get(base, allow(MANAGERS), (c) => on(c, (target) => c.html(<EditorPage {...viewed(c, target)} />)));
  routes.get(`${base}/apercu`, allow(MANAGERS), (c) =>
    on(c, (target) => c.html(<PreviewPage {...viewed(c, target)} />)),
  );
  routes.get(`${base}/differences`, allow(MANAGERS), (c) => on(c, (target) => differences(c, kernel, target)));
  routes.post(`${base}/gestes`, allow(MANAGERS), (c) => on(c, (target) => gesture(c, kernel, target)));
  routes.get(`${base}/champs/:key`, allow(MANAGERS), (c) => on(c, (target) => showField(c, kernel, target)));
  routes.post(`${base}/champs/:key`, allow(MANAGERS), (c) => on(c, (target) => saveField(c, kernel, target)));
  routes.get(`${base}/rubriques/:key`, allow(MANAGERS), (c) => on(c, (target) => showSection(c, kernel, target)));
  routes.post(`${base}/rubriques/:key`, allow(MANAGERS), (c) => on(c, (target) => saveSection(c, kernel, target)));
  routes.get(`${base}/publier`, allow(MANAGERS), (c) => on(c, (target) => showPublish(c, kernel, target)));
  routes.post(`${base}/publier`, allow(MANAGERS), (c) => on(c, (target) => publish(c, kernel, target)));
  return routes;
}

const onRevision = (c: AppContext, kernel: Kernel, then: (target: Target) => Answer) =>
  onCall(c, kernel, async (call) => {
    const number = Number(c.req.param('number'));
    const known = Number.isInteger(number) && number > 0 && number < 1_000_000;
    const revision = known ? await revisionByNumber(kernel.db, call.id, number) : null;
    return revision ? then({ call, revision }) : c.notFound();
  });

async function prepare(c: AppContext, kernel: Kernel, call: Call) {
  const draft = await openDraft(kernel, actOf(c, 'Préparation du formulaire'), call.id);
  return draft ? c.redirect(editorPath(call, draft.number), 303) : c.notFound();
}

const previousOf = async ({ db }: Kernel, { call, revision }: Target) =>
  (await revisionByNumber(db, call.id, revision.number - 1))?.sections ?? [];

async function differences(c: AppContext, kernel: Kernel, target: Target) {
  const { call, revision } = target;
  const changes = diffForms(await previousOf(kernel, target), revision.sections);
  return c.html(
    <DiffPage view={viewOf(c, kernel.config.DEMO)} call={call} number={revision.number} changes={changes} />,
  );
}

async function apply(kernel: Kernel, { call, revision }: Target, versionRead: number, edit: Edit) {
  return editDraft(kernel, call.id, { edit, number: revision.number, versionRead });
}

const versionOf = (form: FormReader) => form.whole('version', 1, 1_000_000);

async function gesture(c: AppContext, kernel: Kernel, target: Target) {
  const form = new FormReader(await c.req.formData());
  const edit = parseEdit(form);
  const view = viewOf(c, kernel.config.DEMO);
  const refused = (refusal: Message, revision: Revision, status: 409 | 422) =>
    c.html(<EditorPage view={view} call={target.call} revision={revision} refusal={refusal} />, status);
  const versionRead = versionOf(form);
  const fault = Object.values(form.errors)[0];
  if (edit === null || fault !== undefined)
    return refused({ title: 'Rien n’a été modifié', text: fault ?? 'Ce geste n’existe pas.' }, target.revision, 422);
  const decision = await apply(kernel, target, versionRead, edit);
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(editorPath(target.call, target.revision.number), 303);
  const theirs = decision.refusal.code === 'changed-elsewhere' ? decision.refusal.theirs : target.revision;
  return refused(editMessage(decision.refusal), theirs, 409);
}

const keyOf = (c: AppContext) => c.req.param('key') ?? '';

function showField(c: AppContext, kernel: Kernel, { call, revision }: Target) {
  const field = fieldByKey(revision.sections, keyOf(c));
  const section = sectionOfField(revision.sections, keyOf(c));
  if (!field || !section || revision.publishedAt !== null) return c.notFound();
  const props = { view: viewOf(c, kernel.config.DEMO), call, revision, field, section };
  return c.html(<FieldFormPage {...props} values={fieldToForm(field)} />);
}

async function saveField(c: AppContext, kernel: Kernel, target: Target) {
  const { call, revision } = target;
  const was = fieldByKey(revision.sections, keyOf(c));
  const section = sectionOfField(revision.sections, keyOf(c));
  if (!was || !section) return c.notFound();
  const data = await c.req.formData();
  const form = parseField(data, was);
  const reader = new FormReader(data);
  const page = (
    now: Revision,
    more: { errors?: FieldErrors; refusal?: Message; conflict?: ReturnType<typeof diffFieldFacts> },
  ) => (
    <FieldFormPage
      {...{ view: viewOf(c, kernel.config.DEMO), call, revision: now, field: was, section, values: typedOf(data) }}
      {...more}
    />
  );
  if (!form.ok) return c.html(page(revision, { errors: form.errors }), 422);
  const edit = { act: 'change-field', field: form.value, section: reader.text('section') || section.key } as const;
  const decision = await apply(kernel, target, versionOf(reader), edit);
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(editorPath(call, revision.number), 303);
  const refusal = editMessage(decision.refusal);
  if (decision.refusal.code !== 'changed-elsewhere') return c.html(page(revision, { refusal }), 409);
  return c.html(
    page(decision.refusal.theirs, { refusal, conflict: bothShown(decision.refusal.theirs, form.value) }),
    409,
  );
}

/** What is in place beside what was typed: saving again keeps the latter. */
function bothShown(theirs: Revision, mine: Field) {
  const theirField = fieldByKey(theirs.sections, mine.key);
  return theirField ? diffFieldFacts(theirField, mine) : [];
}

function showSection(c: AppContext, kernel: Kernel, { call, revision }: Target) {
  const section = revision.sections.find((one) => one.key === keyOf(c));
  if (!section || revision.publishedAt !== null) return c.notFound();
  return c.html(
    <SectionFormPage view={viewOf(c, kernel.config.DEMO)} call={call} revision={revision} section={section} />,
  );
}

async function saveSection(c: AppContext, kernel: Kernel, target: Target) {
  const { call, revision } = target;
  const section = revision.sections.find((one) => one.key === keyOf(c));
  if (!section) return c.notFound();
  const data = await c.req.formData();
  const form = new FormReader(data);
  const title = form.needed('title', 200, 'Donnez un titre à la rubrique.');
  const page = { view: viewOf(c, kernel.config.DEMO), call, section, typed: typedOf(data) };
  const versionRead = versionOf(form);
  if (Object.keys(form.errors).length > 0)
    return c.html(<SectionFormPage {...page} revision={revision} errors={form.errors} />, 422);
  const edit = { act: 'change-section', section: section.key, title, hint: form.text('hint').slice(0, 600) } as const;
  const decision = await apply(kernel, target, versionRead, edit);
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(editorPath(call, revision.number), 303);
  const now = decision.refusal.code === 'changed-elsewhere' ? decision.refusal.theirs : revision;
  return c.html(<SectionFormPage {...page} revision={now} refusal={editMessage(decision.refusal)} />, 409);
}

async function publishProps(c: AppContext, kernel: Kernel, target: Target) {
  const previous = await previousOf(kernel, target);
  const { sections } = target.revision;
  const faults = formFaults(sections, previous);
  return { view: viewOf(c, kernel.config.DEMO), ...target, faults, changes: diffForms(previous, sections) };
}

const showPublish = async (c: AppContext, kernel: Kernel, target: Target) =>
  c.html(<PublishRevisionPage {...(await publishProps(c, kernel, target))} />);

async function publish(c: AppContext, kernel: Kernel, target: Target) {
  const data = await c.req.formData();
  const form = parseReason(data);
  const page = { ...(await publishProps(c, kernel, target)), typed: typedOf(data) };
  if (!form.ok) return c.html(<PublishRevisionPage {...page} errors={form.errors} />, 422);
  const { reason, versionRead } = form.value;
  const act = { authorId: viewerOf(c).personId, at: c.var.receivedAt, reason };
  const decision = await publishDraft(kernel, act, target.call.id, { number: target.revision.number, versionRead });
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return c.redirect(editorPath(target.call, target.revision.number), 303);
  return c.html(<PublishRevisionPage {...page} refusal={revisionMessage(decision.refusal)} />, 409);
}
