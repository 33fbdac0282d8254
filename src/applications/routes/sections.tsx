import { Hono } from 'hono';
import { type FileAnswer, isAsked, type Section } from '../../calls/index.ts';
import { factsOf } from '../../kernel/file-facts.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sendFile } from '../../kernel/send-file.ts';
import { storeFormFile, uploadRefusalText } from '../../uploads/index.ts';
import { parseSection, type SectionForm } from '../form.ts';
import { annexMessage } from '../messages.ts';
import { mayWriteSection } from '../model/consortium.ts';
import type { Dossier } from '../model/dossier.ts';
import { SectionPage } from '../pages/section.tsx';
import { type AnnexPlace, joinFile, leaveFile } from '../store/annexes.ts';
import { editFields } from '../store/edit.ts';
import type { FieldResult } from '../store/fields.ts';
import { seen } from '../store/presence.ts';
import { authorOf, dossierOf, frame, refused, wantsJson } from './context.tsx';

const SECTION = '/dossiers/:id/rubriques/:section';
const ANNEX = '/dossiers/:id/annexes/:field';

export function sectionRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(SECTION, allow('signed-in'), (c) => showSection(kernel, c))
    .post(SECTION, allow('signed-in'), (c) => saveSection(kernel, c))
    .post(ANNEX, allow('signed-in'), (c) => join(kernel, c))
    .post(`${ANNEX}/retirer`, allow('signed-in'), (c) => leave(kernel, c))
    .get(`${ANNEX}/:sha256`, allow('signed-in'), (c) => download(kernel, c));
}

const sectionOf = (dossier: Dossier, c: AppContext): Section | undefined =>
  dossier.revision.sections.find((one) => one.key === c.req.param('section'));

async function showSection(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  const section = dossier ? sectionOf(dossier, c) : undefined;
  if (!dossier || !section) return c.notFound();
  const { id, personId, at } = authorOf(c);
  await seen(kernel.db, { id, personId, section: section.title, at });
  const mayWrite = mayWriteSection(dossier.partners, dossier.mine, section.key);
  const addTo = c.req.query('plus') ?? null;
  return c.html(<SectionPage {...frame(kernel, c, dossier)} section={section} mayWrite={mayWrite} addTo={addTo} />);
}

async function saveSection(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  const section = dossier ? sectionOf(dossier, c) : undefined;
  if (!dossier || !section) return c.notFound();
  const form = parseSection(section, await c.req.formData());
  const author = authorOf(c);
  const decision = await editFields(kernel.db, author, form.edits, (whole) =>
    mayWriteSection(whole.partners, whole.mine, section.key),
  );
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) {
    const message = annexMessage(decision.refusal);
    return wantsJson(c) ? c.json({ text: message.text }, 409) : refused(kernel, c, message);
  }
  await seen(kernel.db, { id: author.id, personId: author.personId, section: section.title, at: author.at });
  if (wantsJson(c)) return autosaved(kernel, c, section, form, decision.changes);
  return afterSave(kernel, c, section, form, decision.changes);
}

/** Per-field results for the page that goes on typing, the versions it may now build on, and the fields now asked. */
async function autosaved(
  kernel: Kernel,
  c: AppContext,
  section: Section,
  form: SectionForm,
  saved: readonly FieldResult[],
) {
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  const { id, at } = authorOf(c);
  const asked = section.fields.filter((field) => isAsked(field, dossier.answers)).map(({ key }) => key);
  const built = saved.filter((one) => one.outcome === 'write' || one.outcome === 'same');
  const version = JSON.stringify({
    ...form.versions,
    ...Object.fromEntries(built.map((one) => [one.key, one.version])),
  });
  const fields = saved.map(({ key, outcome, version: stands }) => ({ key, outcome, version: stands }));
  const body = { savedAt: at.toISOString(), version, fields, asked };
  if (saved.some((one) => one.outcome === 'conflict')) {
    const text = 'Quelqu’un a changé la même réponse. Les deux versions sont gardées ; le reste est enregistré.';
    return c.json({ ...body, text, href: `/dossiers/${id}/conflits` }, 409);
  }
  const [first] = Object.values(form.errors);
  return first ? c.json({ ...body, text: first, errors: form.errors }, 422) : c.json(body);
}

async function afterSave(
  kernel: Kernel,
  c: AppContext,
  section: Section,
  form: SectionForm,
  saved: readonly FieldResult[],
) {
  const { id } = authorOf(c);
  const base = `/dossiers/${id}`;
  const dossier = await dossierOf(kernel, c);
  if (!dossier) return c.notFound();
  if (Object.keys(form.errors).length > 0) {
    const faulty = new Map([...form.raw].filter(([key]) => isFaulty(form, key)));
    const page = { ...frame(kernel, c, dossier), section, mayWrite: true, raw: faulty, errors: form.errors };
    return c.html(<SectionPage {...page} addTo={form.addTo} />, 422);
  }
  if (saved.some((one) => one.outcome === 'conflict')) return c.redirect(`${base}/conflits`, 303);
  if (form.addTo) {
    const plus = new URLSearchParams({ plus: form.addTo });
    return c.redirect(`${base}/rubriques/${section.key}?${plus}`, 303);
  }
  const next = dossier.revision.sections[dossier.revision.sections.indexOf(section) + 1];
  if (form.next) return c.redirect(next ? `${base}/rubriques/${next.key}` : base, 303);
  return c.redirect(`${base}/rubriques/${section.key}?fait=enregistre`, 303);
}

const isFaulty = ({ errors }: SectionForm, key: string) =>
  Object.keys(errors).some((name) => name === key || name.startsWith(`${key}.`));

function placeOf(dossier: Dossier, key: string): AnnexPlace | null {
  for (const section of dossier.revision.sections) {
    const field = section.fields.find((one) => one.key === key);
    if (field?.kind === 'files') return { sectionKey: section.key, field };
  }
  return null;
}

/** A file sent by its form, or the end of a resumable upload. */
async function join(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  const place = dossier ? placeOf(dossier, c.req.param('field') ?? '') : null;
  if (!dossier || !place) return c.notFound();
  const form = await c.req.formData();
  const received = await receive(kernel, c, form, place.field.key);
  if (typeof received !== 'string') return annexAnswer(kernel, c, dossier, place, received.text);
  const decision = await joinFile(kernel.db, authorOf(c), place, received);
  if (decision === null) return c.notFound();
  return annexAnswer(kernel, c, dossier, place, decision.refusal ? annexMessage(decision.refusal).text : null);
}

async function receive(kernel: Kernel, c: AppContext, form: FormData, key: string) {
  const upload = form.get('televersement');
  if (typeof upload === 'string') return upload;
  const file = form.get(key);
  if (!(file instanceof File) || file.size === 0) return { text: 'Choisissez un fichier à joindre.' };
  const { personId, email } = viewerOf(c);
  const stored = await storeFormFile(kernel, { personId, email }, file, c.var.receivedAt);
  return stored.refusal ? { text: uploadRefusalText(stored.refusal) } : stored.changes.uploadId;
}

function annexAnswer(kernel: Kernel, c: AppContext, dossier: Dossier, place: AnnexPlace, fault: string | null) {
  if (wantsJson(c)) return fault ? c.json({ text: fault }, 422) : c.json({ joined: true });
  const section = dossier.revision.sections.find((one) => one.key === place.sectionKey);
  if (fault === null || !section) {
    return c.redirect(`/dossiers/${dossier.application.id}/rubriques/${place.sectionKey}?fait=joint`, 303);
  }
  const errors = { [place.field.key]: fault };
  return c.html(<SectionPage {...frame(kernel, c, dossier)} section={section} mayWrite errors={errors} />, 422);
}

async function leave(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  const place = dossier ? placeOf(dossier, c.req.param('field') ?? '') : null;
  if (!dossier || !place) return c.notFound();
  const sha256 = String((await c.req.formData()).get('sha256') ?? '');
  const decision = await leaveFile(kernel.db, authorOf(c), place, sha256);
  if (decision === null) return c.notFound();
  if (decision.refusal) return refused(kernel, c, annexMessage(decision.refusal));
  return c.redirect(`/dossiers/${dossier.application.id}/rubriques/${place.sectionKey}?fait=retire`, 303);
}

/** Only a file that this application names is served, as a download. */
async function download(kernel: Kernel, c: AppContext) {
  const dossier = await dossierOf(kernel, c);
  const files = (dossier?.answers[c.req.param('field') ?? ''] ?? []) as readonly FileAnswer[];
  const file = Array.isArray(files) ? files.find((one) => one.sha256 === c.req.param('sha256')) : undefined;
  const facts = file ? await factsOf(kernel.db, file.sha256) : null;
  return file && facts ? sendFile(c, kernel.files, facts, file.name) : c.notFound();
}
