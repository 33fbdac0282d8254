import { createHash } from 'node:crypto';
import { ensureKey, signatureHolds, signText } from '../../deposits/index.ts';
import { freezeScores, type RankingInputs, rankingInputs } from '../../evaluation/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { canonical, record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Cents } from '../../kernel/money.ts';
import { balancesUnder } from '../../ledger/index.ts';
import {
  type FrozenInputs,
  FUNCTION_VERSION,
  freezeInputs,
  plainSettings,
  type RankingSettings,
} from '../model/inputs.ts';
import { type RankingOutput, rank } from '../model/rank.ts';
import { type Act, type FreezeRankingRefusal, type Replay, type Run, settingsRefusal } from '../model/run.ts';
import { scenarioById } from './scenarios.ts';
import '../tables.ts';

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** What the wave may still award, in the commitment book; 0 when nothing was set aside for it. */
export async function availableCents(db: DbOrTx, waveId: string): Promise<Cents> {
  const code = `wave:${waveId}:available`;
  return (await balancesUnder(db, 'AE', code)).find((account) => account.code === code)?.balanceCents ?? 0;
}

export interface RankingFreeze {
  /** `null`: rank order alone, on the whole envelope. */
  readonly scenarioId: string | null;
  readonly reason: string;
  readonly waiveMissing: boolean;
}

/**
 * Freezes scores, ranks, and keeps inputs and output as the bytes that were hashed and signed. From here on nothing of the
 * wave's ranking changes: the committee departs from it by moves.
 */
export async function freezeRanking(
  { db, config }: Pick<Kernel, 'db' | 'config'>,
  act: Act,
  waveId: string,
  freeze: RankingFreeze,
): Promise<Decision<{ readonly runId: string }, FreezeRankingRefusal>> {
  await ensureKey(db, config.SECRET, act.at);
  return db.transaction().execute(async (tx) => {
    const chosen = await settingsFor(tx, waveId, freeze.scenarioId);
    if (chosen.refusal !== null) return chosen;
    const frozen = await freezeScores(tx, waveId, { ...act, reason: freeze.reason, waiveMissing: freeze.waiveMissing });
    if (frozen.refusal !== null) return frozen;
    const { read: before, settings } = chosen.changes;
    const read = (await rankingInputs(tx, waveId)) ?? before;
    const runId = await keepRun(tx, config.SECRET, act, freezeInputs(read, settings), freeze.reason);
    return accept({ runId });
  });
}

/** What the freezing would rank by, when the wave and its money allow it. */
async function settingsFor(
  tx: Tx,
  waveId: string,
  scenarioId: string | null,
): Promise<Decision<{ readonly read: RankingInputs; readonly settings: RankingSettings }, FreezeRankingRefusal>> {
  const available = await availableCents(tx, waveId);
  const scenario = scenarioId === null ? null : await scenarioById(tx, waveId, scenarioId);
  if (scenarioId !== null && scenario === null) return refuse({ code: 'unknown-scenario' });
  const read = await rankingInputs(tx, waveId);
  if (read === null) return refuse({ code: 'not-opened' });
  if (read.files.length === 0) return refuse({ code: 'no-file' });
  const settings = scenario?.settings ?? plainSettings(available, read.criteria);
  const wrong = settingsRefusal(settings, available);
  return wrong === null ? accept({ read, settings }) : refuse(wrong);
}

async function keepRun(tx: Tx, secret: string, act: Act, frozen: FrozenInputs, reason: string): Promise<string> {
  const inputs = canonical(frozen);
  const output = canonical(rank(frozen));
  const hashes = { inputsSha256: sha256(inputs).toString('hex'), outputSha256: sha256(output).toString('hex') };
  const id = newId();
  const { waveId, functionVersion } = frozen;
  const body = canonical({ id, waveId, functionVersion, ...hashes, frozenAt: act.at.toISOString() });
  const { keyId, signature } = await signText(tx, secret, body);
  await tx
    .insertInto('ranking.run')
    .values({
      id,
      wave_id: waveId,
      function_version: functionVersion,
      inputs,
      inputs_sha256: sha256(inputs),
      output,
      output_sha256: sha256(output),
      body,
      key_id: keyId,
      signature,
      frozen_by: act.authorId,
      frozen_at: act.at,
      reason,
    })
    .execute();
  await record(tx, `ranking.${waveId}`, {
    subjectType: 'wave',
    subjectId: waveId,
    event: 'ranking-frozen',
    authorId: act.authorId,
    at: act.at,
    reason,
    legalBasis: 'CRPA L311-3-1',
    after: { runId: id, ...hashes, keyId },
  });
  return id;
}

const rowOf = (db: DbOrTx, waveId: string) =>
  db.selectFrom('ranking.run').selectAll().where('wave_id', '=', waveId).executeTakeFirst();

/** `null`: the scores of the wave are not frozen. */
export async function runOf(db: DbOrTx, waveId: string): Promise<Run | null> {
  const row = await rowOf(db, waveId);
  if (!row) return null;
  return {
    id: row.id,
    waveId,
    inputs: JSON.parse(row.inputs) as FrozenInputs,
    output: JSON.parse(row.output) as RankingOutput,
    inputsSha256: row.inputs_sha256.toString('hex'),
    outputSha256: row.output_sha256.toString('hex'),
    keyId: row.key_id,
    frozenBy: row.frozen_by,
    frozenAt: row.frozen_at,
    reason: row.reason,
  };
}

export interface KeptRun {
  readonly inputs: string;
  readonly body: string;
  readonly keyId: string;
  readonly signature: Buffer;
}

export async function keptRun(db: DbOrTx, waveId: string): Promise<KeptRun | null> {
  const row = await rowOf(db, waveId);
  return row ? { inputs: row.inputs, body: row.body, keyId: row.key_id, signature: row.signature } : null;
}

/** Computes again from the bytes kept, and compares with what was signed. */
export async function replay(db: DbOrTx, { inputs, body, keyId, signature }: KeptRun): Promise<Replay> {
  const signed = JSON.parse(body) as Record<string, unknown>;
  const frozen = JSON.parse(inputs) as FrozenInputs;
  const inputsSha256 = sha256(inputs).toString('hex');
  const outputSha256 = sha256(canonical(rank(frozen))).toString('hex');
  return {
    inputsSha256,
    outputSha256,
    inputsHold: inputsSha256 === signed.inputsSha256 && signed.functionVersion === FUNCTION_VERSION,
    outputHolds: outputSha256 === signed.outputSha256,
    signatureHolds: await signatureHolds(db, body, { keyId, signature }),
  };
}
