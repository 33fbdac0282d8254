import type { Hono } from 'hono';
import { type Wave, waveById, waveState } from '../../calls/index.ts';
import { closedWaves, eligibleFiles, takeIn } from '../../instruction/index.ts';
import { type AppContext, type AppEnv, allow, type Role } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import { historyOf } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseLink, parseOpening, parsePerson, parseReason, typedOf } from '../form.ts';
import { assignMessage, endTieMessage, openMessage, reopenMessage } from '../messages.ts';
import { divergences } from '../model/divergence.ts';
import type { FileAssignments } from '../model/officer-view.ts';
import { DivergencePage } from '../pages/divergence.tsx';
import { ExpertsPage } from '../pages/experts.tsx';
import { AssignPage } from '../pages/file.tsx';
import { EvaluationWavePage, EvaluationWavesPage, waveBase } from '../pages/wave.tsx';
import { assignAutomatically, assignByHand, namesOf, recuse } from '../store/assignments.ts';
import { allTies, conflictsOfFile, endTie, linkOrganisations, organisationLinks } from '../store/interests.ts';
import { expertLoads, filesWithExperts } from '../store/loads.ts';
import { rankingInputs } from '../store/ranking.ts';
import { reopenReview } from '../store/reviews.ts';
import { evaluatedWave, openEvaluation } from '../store/waves.ts';
import { actOf, asked, done, faulty, type Reply, refused, type Shown } from './answers.tsx';

export const AGENTS: readonly Role[] = ['instructing-officer', 'programme-manager'];
const WAVE = '/agent/evaluation/:wave';
const FILE = `${WAVE}/dossiers/:id`;

export function addOfficerRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get('/agent/evaluation', allow(AGENTS), (c) => showWaves(c, kernel));
  routes.get(WAVE, allow(AGENTS), (c) => onWave(c, kernel, (wave) => showWave(c, kernel, wave, asked(c))));
  routes.post(`${WAVE}/ouvrir`, allow(AGENTS), (c) => onWave(c, kernel, (wave) => open(c, kernel, wave)));
  routes.post(`${WAVE}/affecter`, allow(AGENTS), (c) => onWave(c, kernel, (wave) => assignAll(c, kernel, wave)));
  routes.get(`${WAVE}/divergences`, allow(AGENTS), (c) =>
    onWave(c, kernel, (wave) => showDivergences(c, kernel, wave)),
  );
  routes.get(FILE, allow(AGENTS), (c) => onFile(c, kernel, (wave, file) => showFile(c, kernel, wave, file, asked(c))));
  routes.post(`${FILE}/affecter`, allow(AGENTS), (c) =>
    onFile(c, kernel, (wave, file) => assignOne(c, kernel, wave, file)),
  );
  routes.post(`${FILE}/recuser`, allow(AGENTS), (c) =>
    onFile(c, kernel, (wave, file) => withdraw(c, kernel, wave, file, 'recuser')),
  );
  routes.post(`${FILE}/rouvrir`, allow(AGENTS), (c) =>
    onFile(c, kernel, (wave, file) => withdraw(c, kernel, wave, file, 'rouvrir')),
  );
  routes.get('/agent/experts', allow(AGENTS), (c) => showExperts(c, kernel, asked(c)));
  routes.post('/agent/experts/liens', allow(AGENTS), (c) => link(c, kernel));
  routes.post('/agent/experts/liens/:id/terminer', allow(AGENTS), (c) => end(c, kernel));
}

/** A wave of this platform, closed, with its files taken into instruction. */
export async function onWave(c: AppContext, { db }: Kernel, then: (wave: Wave) => Reply): Promise<Response> {
  const id = c.req.param('wave') ?? '';
  const wave = isId(id) ? await waveById(db, id) : null;
  if (!wave || wave.isHistorical || waveState(wave, c.var.receivedAt) !== 'closed') return c.notFound();
  return then(wave);
}

async function onFile(c: AppContext, kernel: Kernel, then: (wave: Wave, file: FileAssignments) => Reply) {
  return onWave(c, kernel, async (wave) => {
    const id = c.req.param('id') ?? '';
    const [file] = isId(id) ? await filesWithExperts(kernel.db, wave.id, id) : [];
    return file ? then(wave, file) : c.notFound();
  });
}

async function showWaves(c: AppContext, { db, config }: Kernel) {
  const waves = await Promise.all(
    (await closedWaves(db, c.var.receivedAt)).map(async (row) => ({
      ...row,
      opened: (await evaluatedWave(db, row.wave.id)) !== null,
    })),
  );
  return c.html(<EvaluationWavesPage view={viewOf(c, config.DEMO)} waves={waves} />);
}

async function showWave(c: AppContext, { db, config }: Kernel, wave: Wave, shown: Shown) {
  await takeIn(db, wave.id, c.var.receivedAt);
  const page = (
    <EvaluationWavePage
      view={viewOf(c, config.DEMO)}
      wave={wave}
      evaluated={await evaluatedWave(db, wave.id)}
      eligible={(await eligibleFiles(db, wave.id)).length}
      files={await filesWithExperts(db, wave.id)}
      experts={await expertLoads(db, c.var.receivedAt, wave.id)}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}

async function open(c: AppContext, kernel: Kernel, wave: Wave) {
  const data = await c.req.formData();
  const form = parseOpening(data);
  if (!form.ok) return showWave(c, kernel, wave, faulty(form.errors, typedOf(data)));
  const decision = await openEvaluation(kernel, actOf(c), wave.id, form.value);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null)
    return showWave(c, kernel, wave, refused(openMessage(decision.refusal), typedOf(data)));
  return done(c, waveBase(wave), 'ouverte');
}

async function assignAll(c: AppContext, kernel: Kernel, wave: Wave) {
  const decision = await assignAutomatically(kernel, actOf(c), wave.id);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showWave(c, kernel, wave, refused(assignMessage(decision.refusal)));
  const { gaps, pairs } = decision.changes;
  if (gaps.length === 0) return done(c, waveBase(wave), 'affectations');
  const lacking = gaps.reduce((sum, { missing }) => sum + missing, 0);
  const told = `${pairs.length} affectations faites. Il en manque ${lacking} sur ${gaps.length} dossiers : plus aucun expert sans lien n’a de place. Augmentez une charge, ou confiez-les à la main.`;
  return showWave(c, kernel, wave, { told });
}

async function showDivergences(c: AppContext, { db, config }: Kernel, wave: Wave) {
  const inputs = await rankingInputs(db, wave.id);
  const rows = inputs ? divergences(inputs) : [];
  const names = await namesOf(
    db,
    rows.flatMap(({ totals }) => totals.map(({ evaluatorId }) => evaluatorId)),
  );
  return c.html(<DivergencePage view={viewOf(c, config.DEMO)} wave={wave} rows={rows} names={names} />);
}

async function showFile(c: AppContext, { db, config }: Kernel, wave: Wave, file: FileAssignments, shown: Shown) {
  const experts = await expertLoads(db, c.var.receivedAt, wave.id);
  const page = (
    <AssignPage
      view={viewOf(c, config.DEMO)}
      wave={wave}
      file={file}
      frozen={(await evaluatedWave(db, wave.id))?.frozenAt !== null}
      experts={experts}
      conflicts={
        await conflictsOfFile(
          db,
          file.applicationId,
          experts.map(({ personId }) => personId),
        )
      }
      history={await historyOf(db, 'application', file.applicationId)}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}

const fileBase = (wave: Wave, file: FileAssignments) => `${waveBase(wave)}/dossiers/${file.applicationId}`;

async function assignOne(c: AppContext, kernel: Kernel, wave: Wave, file: FileAssignments) {
  const data = await c.req.formData();
  const form = parsePerson(data);
  if (!form.ok) return showFile(c, kernel, wave, file, faulty(form.errors, {}));
  const decision = await assignByHand(kernel, actOf(c), file.applicationId, form.value);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showFile(c, kernel, wave, file, refused(assignMessage(decision.refusal)));
  return done(c, fileBase(wave, file), 'affectation');
}

/** Takes a file from an expert, or gives a submitted evaluation back to them. */
async function withdraw(c: AppContext, kernel: Kernel, wave: Wave, file: FileAssignments, how: 'recuser' | 'rouvrir') {
  const data = await c.req.formData();
  const reason = parseReason(data);
  const person = parsePerson(data);
  if (!reason.ok) return showFile(c, kernel, wave, file, faulty(reason.errors, {}));
  if (!person.ok) return c.notFound();
  const who = { applicationId: file.applicationId, personId: person.value, reason: reason.value };
  if (how === 'recuser') {
    const decision = await recuse(kernel, actOf(c), who);
    if (decision === null) return c.notFound();
    if (decision.refusal !== null) return showFile(c, kernel, wave, file, refused(assignMessage(decision.refusal)));
    return done(c, fileBase(wave, file), 'recusation');
  }
  const decision = await reopenReview(kernel, actOf(c), who);
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return showFile(c, kernel, wave, file, refused(reopenMessage(decision.refusal)));
  return done(c, fileBase(wave, file), 'rouverte');
}

async function showExperts(c: AppContext, { db, config }: Kernel, shown: Shown) {
  const experts = await expertLoads(db, c.var.receivedAt, null);
  const links = await organisationLinks(db);
  const ties = await allTies(db);
  const names = await namesOf(
    db,
    ties.map(({ personId }) => personId),
  );
  const page = (
    <ExpertsPage view={viewOf(c, config.DEMO)} experts={experts} links={links} ties={ties} names={names} {...shown} />
  );
  return c.html(page, shown.status ?? 200);
}

async function link(c: AppContext, kernel: Kernel) {
  const data = await c.req.formData();
  const form = parseLink(data);
  if (!form.ok) return showExperts(c, kernel, faulty(form.errors, typedOf(data)));
  await linkOrganisations(kernel, actOf(c), form.value.sirens, form.value.reason);
  return done(c, '/agent/experts', 'lien');
}

/** A tie declared by mistake, or that no longer is. */
async function end(c: AppContext, kernel: Kernel) {
  const id = c.req.param('id') ?? '';
  const data = await c.req.formData();
  const reason = parseReason(data);
  if (!reason.ok) return showExperts(c, kernel, faulty(reason.errors, { ...typedOf(data), tie: id }));
  const decision = isId(id) ? await endTie(kernel, actOf(c), id, reason.value) : null;
  if (decision === null) return c.notFound();
  return decision.refusal === null
    ? done(c, '/agent/experts', 'lien-termine')
    : showExperts(c, kernel, refused(endTieMessage(decision.refusal)));
}
