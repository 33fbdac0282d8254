import type { Hono } from 'hono';
import { waveById } from '../../calls/index.ts';
import { factsOf } from '../../kernel/file-facts.ts';
import { type AppContext, type AppEnv, allow, type Role, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sendFile } from '../../kernel/send-file.ts';
import { viewOf } from '../../ui/index.ts';
import { DOMAIN_LABELS } from '../domains.ts';
import { fileExport, linesCsv } from '../export.ts';
import { pageIn, parseProfile, parseReason, parseReview, parseTie, typedOf } from '../form.ts';
import { assignMessage, reviewMessage } from '../messages.ts';
import type { ExpertFile } from '../model/expert-view.ts';
import { ExpertHomePage, InterestsPage } from '../pages/expert.tsx';
import { ScorePage } from '../pages/score.tsx';
import { expertProfile, recuse } from '../store/assignments.ts';
import { declareTie, signDeclaration, tiesOf } from '../store/interests.ts';
import {
  annexOf,
  everyFileOfExpert,
  FILES_PER_PAGE,
  filesOfExpert,
  openExpertFile,
  saveProfile,
  wavesToDeclare,
} from '../store/reading.ts';
import { writeReview } from '../store/reviews.ts';
import { actOf, asked, done, faulty, type Reply, refused, type Shown } from './answers.tsx';

const EXPERTS: readonly Role[] = ['evaluator'];
const FILE = '/evaluation/dossiers/:id';

export function addExpertRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  const { db } = kernel;
  routes.get('/evaluation', allow(EXPERTS), (c) => showHome(c, kernel, asked(c)));
  routes.get('/evaluation/dossiers.csv', allow(EXPERTS), async (c) => {
    const lines = await everyFileOfExpert(db, viewerOf(c).personId);
    return c.body(linesCsv(lines), 200, download('text/csv; charset=utf-8', 'evaluations.csv'));
  });
  routes.post('/evaluation/declaration', allow(EXPERTS), (c) => declare(c, kernel));
  routes.get('/evaluation/interets', allow(EXPERTS), (c) => showInterests(c, kernel, asked(c)));
  routes.post('/evaluation/interets', allow(EXPERTS), (c) => addTie(c, kernel));
  routes.post('/evaluation/domaines', allow(EXPERTS), (c) => profile(c, kernel));
  addFileRoutes(routes, kernel);
}

function addFileRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(FILE, allow(EXPERTS), (c) => onFile(c, kernel, (file) => showFile(c, kernel, file, asked(c))));
  routes.get(`${FILE}/dossier.json`, allow(EXPERTS), (c) =>
    onFile(c, kernel, (file) =>
      c.body(fileExport(file), 200, download('application/json', `dossier-${file.depositNumber}.json`)),
    ),
  );
  routes.get(`${FILE}/annexes/:sha256`, allow(EXPERTS), (c) => annex(c, kernel));
  routes.post(`${FILE}/brouillon`, allow(EXPERTS), (c) => onFile(c, kernel, (file) => autosave(c, kernel, file)));
  routes.post(`${FILE}/evaluation`, allow(EXPERTS), (c) => onFile(c, kernel, (file) => write(c, kernel, file)));
  routes.post(`${FILE}/recusation`, allow(EXPERTS), (c) => onFile(c, kernel, (file) => step(c, kernel, file)));
}

const download = (type: string, name: string) => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename="${name}"`,
});

/** Read under row level security: a file in conflict, not assigned or recused is simply not there. */
async function onFile(c: AppContext, { db }: Kernel, then: (file: ExpertFile) => Reply): Promise<Response> {
  const file = await openExpertFile(db, viewerOf(c).personId, c.req.param('id') ?? '');
  return file ? then(file) : c.notFound();
}

async function showHome(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const { personId } = viewerOf(c);
  const search = (c.req.query('q') ?? '').slice(0, 200);
  const asks = pageIn(c.req.query('page'));
  const { lines, total } = await filesOfExpert(db, personId, search, asks);
  const waves = await Promise.all((await wavesToDeclare(db, personId)).map((id) => waveById(db, id)));
  const page = (
    <ExpertHomePage
      view={viewOf(c, config.DEMO)}
      toDeclare={waves.filter((wave) => wave !== null)}
      lines={lines}
      total={total}
      page={asks}
      pages={Math.ceil(total / FILES_PER_PAGE)}
      search={search}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function declare(c: AppContext, kernel: Kernel) {
  const data = await c.req.formData();
  const waveId = String(data.get('waveId') ?? '');
  if (data.get('engagement') !== 'oui')
    return showHome(c, kernel, faulty({ engagement: 'Cochez la déclaration pour la signer.' }, {}));
  const waiting = isId(waveId) && (await wavesToDeclare(kernel.db, viewerOf(c).personId)).includes(waveId);
  if (!waiting) return c.notFound();
  await signDeclaration(kernel, actOf(c), waveId);
  return done(c, '/evaluation', 'declaration');
}

async function showInterests(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const { personId } = viewerOf(c);
  const said = await expertProfile(db, personId);
  const page = <InterestsPage view={viewOf(c, config.DEMO)} ties={await tiesOf(db, personId)} {...said} {...shown} />;
  return c.html(page, shown.status ?? 200);
}

async function addTie(c: AppContext, kernel: Kernel) {
  const data = await c.req.formData();
  const form = parseTie(data);
  if (!form.ok) return showInterests(c, kernel, faulty(form.errors, typedOf(data)));
  const act = actOf(c);
  await declareTie(kernel, act, { ...form.value, personId: act.authorId, applicationId: null });
  return done(c, '/evaluation/interets', 'lien');
}

async function profile(c: AppContext, kernel: Kernel) {
  const data = await c.req.formData();
  const form = parseProfile(data, Object.keys(DOMAIN_LABELS));
  if (!form.ok) return showInterests(c, kernel, faulty(form.errors, typedOf(data)));
  await saveProfile(kernel.db, viewerOf(c).personId, form.value, c.var.receivedAt);
  return done(c, '/evaluation/interets', 'domaines');
}

function showFile(c: AppContext, { config }: Kernel, file: ExpertFile, shown: Shown) {
  const names = new Map(file.others.map(({ personId }, index) => [personId, `Expert ${index + 2}`]));
  return c.html(<ScorePage view={viewOf(c, config.DEMO)} file={file} names={names} {...shown} />, shown.status ?? 200);
}

const writing = (file: ExpertFile, form: { readonly opinion: string }, submit: boolean) => ({
  ...form,
  applicationId: file.applicationId,
  submit,
});

async function write(c: AppContext, kernel: Kernel, file: ExpertFile) {
  const data = await c.req.formData();
  const typed = typedOf(data);
  const form = parseReview(file.grid.criteria, data);
  if (!form.ok) return showFile(c, kernel, file, faulty(form.errors, typed));
  const submit = data.get('acte') === 'remettre';
  const decision = await writeReview(kernel, actOf(c), { ...writing(file, form.value, submit), ...form.value });
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showFile(c, kernel, file, refused(reviewMessage(decision.refusal), typed));
  return done(c, `/evaluation/dossiers/${file.applicationId}`, submit ? 'remise' : 'brouillon');
}

/** The form of the page, sent after a pause in typing. */
async function autosave(c: AppContext, kernel: Kernel, file: ExpertFile) {
  const form = parseReview(file.grid.criteria, await c.req.formData());
  if (!form.ok) return c.json({ text: Object.values(form.errors)[0] }, 422);
  const decision = await writeReview(kernel, actOf(c), { ...writing(file, form.value, false), ...form.value });
  if (decision === null) return c.json({ text: 'Ce dossier n’est plus entre vos mains.' }, 404);
  if (decision.refusal !== null) return c.json({ text: reviewMessage(decision.refusal).text }, 409);
  return c.json({ savedAt: c.var.receivedAt.toISOString(), version: decision.changes.version });
}

async function step(c: AppContext, kernel: Kernel, file: ExpertFile) {
  const data = await c.req.formData();
  const form = parseReason(data);
  if (!form.ok) return showFile(c, kernel, file, faulty(form.errors, typedOf(data)));
  const act = actOf(c);
  const who = { applicationId: file.applicationId, personId: act.authorId, reason: form.value };
  const decision = await recuse(kernel, act, who);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showFile(c, kernel, file, refused(assignMessage(decision.refusal)));
  return done(c, '/evaluation', 'recusation');
}

async function annex(c: AppContext, { db, files }: Kernel) {
  const { personId } = viewerOf(c);
  const found = await annexOf(db, personId, c.req.param('id') ?? '', c.req.param('sha256') ?? '');
  const facts = found ? await factsOf(db, found.sha256) : null;
  return found && facts ? sendFile(c, files, facts, found.name) : c.notFound();
}
