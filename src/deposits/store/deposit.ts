import { type DepositDraft, lockForDeposits } from '../../applications/index.ts';
import { type Wave, waveForDeposit } from '../../calls/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { openTrain } from '../../kernel/train.ts';
import { type Depositable, type DepositRefusal, decideDeposit } from '../model/deposit.ts';
import { versionOf } from '../receipt/content.ts';
import { ensureKey } from './keys.ts';
import { type Sealing, sealAll } from './seal.ts';
import '../tables.ts';

export interface DepositRequest {
  readonly applicationId: string;
  readonly personId: string;
  readonly versionRead: string;
  readonly receivedAt: Instant;
}

export type DepositOutcome = Decision<{ readonly depositId: string; readonly number: string }, DepositRefusal>;

export interface Latest {
  readonly id: string;
  readonly number: number;
  readonly version: string;
}

/** `null`: no such draft for this person. */
export const deposit = (kernel: Kernel, request: DepositRequest): Promise<DepositOutcome | null> =>
  trainOf(kernel)(request);

type Carry = (request: DepositRequest) => Promise<DepositOutcome | null>;

/** Deposits that wait at the same time share a transaction; see docs/adr/0062-deposits-travel-together.md. */
const SEATS = 32;
const trains = new WeakMap<Kernel['db'], Carry>();

function trainOf(kernel: Kernel): Carry {
  const known = trains.get(kernel.db);
  if (known) return known;
  const train = openTrain<DepositRequest, DepositOutcome | null>({
    seats: SEATS,
    keyOf: ({ applicationId }) => applicationId,
    together: (requests) => decideAndSeal(kernel, requests, 'skip'),
    alone: async (request) => (await decideAndSeal(kernel, [request], 'wait')).get(request.applicationId) ?? null,
  });
  trains.set(kernel.db, train);
  return train;
}

/**
 * One transaction: the drafts' locks, their waves shared, a decision for each, the sealed versions; then the head of the chain,
 * held for three statements whatever their number.
 *
 * @param patience `skip`: a draft that somebody else holds is left out of the answers
 */
async function decideAndSeal(
  kernel: Kernel,
  requests: readonly DepositRequest[],
  patience: 'wait' | 'skip',
): Promise<Map<string, DepositOutcome | null>> {
  await ensureKey(kernel.db, kernel.config.SECRET, kernel.clock.now());
  return kernel.db.transaction().execute(async (tx) => {
    const asked = requests.map(({ applicationId: id, personId, receivedAt: at }) => ({ id, personId, at }));
    const drafts = await lockForDeposits(tx, asked, kernel.clock, patience);
    const waves = await wavesFor(tx, drafts);
    const latest = await latestDeposits(tx, [...drafts.keys()]);
    const decided = requests.flatMap((request) => {
      const draft = drafts.get(request.applicationId);
      return draft ? [decide(draft, waves, latest, request)] : [];
    });
    await keepAttempts(tx, decided);
    const sealed = await sealAll(
      tx,
      kernel,
      decided.flatMap(({ sealing }) => (sealing ? [sealing] : [])),
    );
    const outcomes = new Map<string, DepositOutcome | null>([...drafts.keys()].map((id) => [id, null]));
    for (const { draft, refusal } of decided) if (refusal) outcomes.set(draft.id, refuse(refusal));
    for (const [id, one] of sealed) outcomes.set(id, accept(one));
    return outcomes;
  });
}

/** A request with what was decided of it: `sealing` or `refusal`. */
interface Decided {
  readonly draft: DepositDraft;
  readonly wave: Wave;
  readonly request: DepositRequest;
  readonly sealing: Sealing | null;
  readonly refusal: DepositRefusal | null;
}

function decide(
  draft: DepositDraft,
  waves: ReadonlyMap<string, Wave>,
  latest: ReadonlyMap<string, Latest>,
  request: DepositRequest,
): Decided {
  const wave = waves.get(draft.waveId);
  if (!wave) throw new Error(`an application without its wave: ${draft.id}`);
  const before = latest.get(draft.id) ?? null;
  const { changes, refusal } = decideDeposit(depositable(draft, before), wave, request);
  const number = (before?.number ?? 0) + 1;
  const sealing = changes && { draft, wave, request, number, version: changes.version };
  return { draft, wave, request, sealing, refusal };
}

/** Always in the same order, so that two transactions that hold several never wait for each other. */
async function wavesFor(tx: Tx, drafts: ReadonlyMap<string, DepositDraft | null>): Promise<Map<string, Wave>> {
  const ids = new Set([...drafts.values()].flatMap((draft) => (draft ? [draft.waveId] : [])));
  const waves = new Map<string, Wave>();
  for (const id of [...ids].sort()) {
    const wave = await waveForDeposit(tx, id);
    if (wave) waves.set(id, wave);
  }
  return waves;
}

export const depositable = (draft: DepositDraft, latest: Latest | null): Depositable => ({
  status: draft.state,
  byLead: draft.mine === 'lead',
  strangerTo: draft.actsForIt ? null : draft.organisation,
  version: versionOf(draft),
  depositedVersion: latest?.version ?? null,
  missing: draft.missing,
  unsignedMandates: draft.unsignedMandates,
});

export async function latestDeposit(db: DbOrTx, applicationId: string): Promise<Latest | null> {
  return (await latestDeposits(db, [applicationId])).get(applicationId) ?? null;
}

async function latestDeposits(db: DbOrTx, applicationIds: readonly string[]): Promise<Map<string, Latest>> {
  if (applicationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('deposits.deposit')
    .select(['application_id', 'id', 'number', 'version'])
    .distinctOn('application_id')
    .where('application_id', 'in', applicationIds)
    .orderBy('application_id')
    .orderBy('number', 'desc')
    .execute();
  return new Map(rows.map(({ application_id, ...latest }) => [application_id, latest]));
}

/** Only what bears on time is kept: who says they came before the closing finds when we received them. */
async function keepAttempts(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const kept = decided.flatMap(({ refusal, ...one }) =>
    refusal?.code === 'late' || refusal?.code === 'not-open' ? [{ ...one, code: refusal.code }] : [],
  );
  if (kept.length === 0) return;
  await tx
    .insertInto('deposits.attempt')
    .values(
      kept.map(({ code, wave, request }) => ({
        id: newId(),
        application_id: request.applicationId,
        wave_id: wave.id,
        person_id: request.personId,
        code,
        received_at: request.receivedAt,
        closes_at: wave.closesAt,
      })),
    )
    .execute();
}
