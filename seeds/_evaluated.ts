import { Readable } from 'node:stream';
import { plantDeffinum } from '../src/calls/fixtures.ts';
import type { Criterion } from '../src/evaluation/model/grid.ts';
import { assignAutomatically } from '../src/evaluation/store/assignments.ts';
import { beginDraft, publishedGrid, publishGrid } from '../src/evaluation/store/grids.ts';
import { signDeclaration } from '../src/evaluation/store/interests.ts';
import { writeReview } from '../src/evaluation/store/reviews.ts';
import { openEvaluation } from '../src/evaluation/store/waves.ts';
import { type Cast, ORGANISATIONS, type OrganisationName, seedPeople } from '../src/identity/fixtures.ts';
import { ensurePerson } from '../src/identity/index.ts';
import { insertGrant } from '../src/identity/store/roles.ts';
import { confirmAll, declareEligible } from '../src/instruction/store/acts.ts';
import { fileById } from '../src/instruction/store/file.ts';
import { takeIn } from '../src/instruction/store/take-in.ts';
import { frozenClock } from '../src/kernel/clock.ts';
import { recordFile } from '../src/kernel/file-facts.ts';
import type { Viewer } from '../src/kernel/http.ts';
import { DAY_MS, type Instant, plus } from '../src/kernel/instant.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { euros } from '../src/kernel/money.ts';
import { type Party, type PlantedWave, plantDeposits, plantWave } from './_files.ts';
import '../src/evaluation/tables.ts';

export interface EvaluatedOptions {
  readonly count: number;
  /** The evaluator of the cast and so many others in all. */
  readonly experts?: number;
  readonly expertsPerFile?: number;
  readonly blinded?: boolean;
  /** How far the wave goes. */
  readonly until?: 'deposited' | 'eligible' | 'assigned' | 'submitted';
  /** The wave closed one day before; everything else happened since. */
  readonly now: Instant;
}

export interface EvaluatedWave extends PlantedWave {
  readonly applicationIds: readonly string[];
  readonly experts: readonly Viewer[];
}

/** The cast, members of their organisations since before the planted wave opened: a deposit asks it at its instant. */
export const seedCastBefore = (kernel: Kernel, now: Instant): Promise<Cast> =>
  seedPeople({ ...kernel, clock: frozenClock(plus(now, -90 * DAY_MS)) });

/** A closed wave of fictional files, brought as far as asked by the product's own acts. Same options, same world. */
export async function plantEvaluatedWave(
  kernel: Kernel,
  cast: Cast,
  options: EvaluatedOptions,
): Promise<EvaluatedWave> {
  const { now, count, until = 'submitted' } = options;
  const closesAt = plus(now, -DAY_MS);
  const wave = await kernel.db.transaction().execute(async (tx) => {
    const ids = await plantDeffinum(tx, now);
    const opensAt = plus(closesAt, -60 * DAY_MS);
    const name = 'Vague fictive évaluée';
    return plantWave(tx, { ...ids, number: 90, name, opensAt, closesAt, envelopeCents: euros(20_000_000) });
  });
  const stored = await kernel.files.put(Readable.from(['Annexe fictive de démonstration.']));
  const annex = { ...stored, name: 'annexe.pdf', mediaType: 'application/pdf' };
  await kernel.db.transaction().execute((tx) => recordFile(tx, stored, annex.mediaType, now));
  const parties = partiesOf(cast);
  const applicationIds = await plantDeposits(kernel, { wave, count, parties, lastReceivedAt: closesAt, annex });
  const experts = [cast.byRole.evaluator, ...(await plantExperts(kernel, (options.experts ?? 4) - 1, now))];
  const planted = { ...wave, applicationIds, experts };
  await takeIn(kernel.db, wave.waveId, now);
  if (until === 'deposited') return planted;
  await declareAllEligible(kernel, cast.byRole['instructing-officer'].personId, applicationIds, now);
  if (until === 'eligible') return planted;
  await openWave(kernel, cast.byRole['programme-manager'].personId, planted, options);
  if (until === 'submitted') await submitAll(kernel, planted, now);
  return planted;
}

/** The three applicants of the cast, each for its organisation. */
export function partiesOf(cast: Cast): Party[] {
  const party = (viewer: Viewer, organisation: OrganisationName): Party => ({
    organisationId: cast.organisationIds[organisation],
    siret: ORGANISATIONS[organisation].siret,
    name: ORGANISATIONS[organisation].name,
    personId: viewer.personId,
    personName: viewer.name,
  });
  return [party(cast.lea, 'btpPicardie'), party(cast.marc, 'chambreDeMetiers'), party(cast.ines, 'maisonFamiliale')];
}

/** People with the role of evaluator and no organisation. */
export async function plantExperts(kernel: Kernel, count: number, at: Instant): Promise<Viewer[]> {
  const experts: Viewer[] = [];
  for (let index = 1; index <= count; index += 1) {
    const name = `Experte Essai ${index}`;
    const { id, email } = await ensurePerson(kernel.db, { name, email: `expert-${index}@essai.example`, at });
    const grant = { personId: id, role: 'evaluator', scope: null, grantedBy: null, reason: 'Essai', at } as const;
    await insertGrant(kernel.db, grant);
    await kernel.db
      .insertInto('evaluation.expert')
      .values({ person_id: id, domains: DOMAINS[index % DOMAINS.length] ?? [], capacity: 200, updated_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    experts.push({ personId: id, name, email, roles: ['evaluator'] });
  }
  return experts;
}

const DOMAINS = [['construction'], ['health-social', 'hybrid'], ['immersive'], []] as string[][];

async function declareAllEligible(kernel: Kernel, officerId: string, ids: readonly string[], at: Instant) {
  for (const applicationId of ids) {
    for (const decide of [confirmAll, declareEligible]) {
      const file = await fileById(kernel.db, applicationId);
      const decision = await decide(kernel, { applicationId, officerId, versionRead: file?.version ?? 0, at });
      if (decision === null || decision.refusal !== null)
        throw new Error(`a planted file is not eligible: ${JSON.stringify(decision?.refusal)}`);
    }
  }
}

async function openWave(kernel: Kernel, authorId: string, wave: EvaluatedWave, options: EvaluatedOptions) {
  const act = { authorId, at: options.now };
  if ((await publishedGrid(kernel.db, wave.callId)) === null) {
    const draft = await beginDraft(kernel, act, wave.callId);
    await publishGrid(kernel, act, draft.id, draft.version);
  }
  const opening = { blinded: options.blinded ?? false, expertsPerFile: options.expertsPerFile ?? 2 };
  await openEvaluation(kernel, act, wave.waveId, opening);
  await assignAutomatically(kernel, act, wave.waveId);
  for (const { personId } of wave.experts)
    await signDeclaration(kernel, { authorId: personId, at: options.now }, wave.waveId);
}

/** Every assigned expert submits: levels follow from the file and the expert, and both ends of a scale have their comment. */
export async function submitAll(kernel: Kernel, wave: EvaluatedWave, at: Instant): Promise<void> {
  const grid = await publishedGrid(kernel.db, wave.callId);
  const held = await kernel.db
    .selectFrom('evaluation.assignment as a')
    .innerJoin('evaluation.file as f', 'f.application_id', 'a.application_id')
    .select(['a.application_id', 'a.person_id', 'f.seq'])
    .where('f.wave_id', '=', wave.waveId)
    .where('a.recused_at', 'is', null)
    .orderBy('f.seq')
    .orderBy('a.person_id')
    .execute();
  for (const [index, { application_id, person_id, seq }] of held.entries()) {
    const scores = scoresOf(grid?.criteria ?? [], seq, index);
    const writing = { applicationId: application_id, opinion: 'Avis fictif.', scores, versionRead: 0, submit: true };
    const decision = await writeReview(kernel, { authorId: person_id, at }, writing);
    if (decision === null || decision.refusal !== null)
      throw new Error(`a planted evaluation was refused: ${JSON.stringify(decision?.refusal)}`);
  }
}

const scoresOf = (criteria: readonly Criterion[], seq: number, index: number) =>
  criteria.map((criterion, rank) => ({
    criterionKey: criterion.key,
    level: (seq * 7 + rank * 3 + (index % 3)) % criterion.levels.length,
    comment: 'Commentaire fictif de démonstration.',
  }));
