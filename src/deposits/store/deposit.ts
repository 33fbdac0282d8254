import { type DepositDraft, lockForDeposit, markDeposited } from '../../applications/index.ts';
import { type Call, callById, type Wave, waveForDeposit } from '../../calls/index.ts';
import { recordDepositFailure } from '../../health/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { canonical, record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Depositable, type DepositRefusal, decideDeposit } from '../model/deposit.ts';
import { mentionsFor, RECEIPT_FORMAT, type ReceiptContent, receiptNumber } from '../model/receipt.ts';
import { applicationNumber, sealedFiles, serviceOf, versionOf } from '../receipt/content.ts';
import { GENESIS, manifestSha256, type SigningKey, sealReceipt } from '../receipt/seal.ts';
import { ensureKey, openKey } from './keys.ts';
import '../tables.ts';

export const FOLLOW_DEPOSIT = 'deposits.follow-deposit';

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

/**
 * One transaction: the draft's lock, the wave shared, the decision, the sealed version; then the head of the chain, held
 * for three statements. `null`: no such draft for this person.
 */
export async function deposit(kernel: Kernel, request: DepositRequest): Promise<DepositOutcome | null> {
  try {
    return await decideAndSeal(kernel, request);
  } catch (error) {
    // Counted towards the extension by rule. With the database away too, the probe of each minute says so instead.
    await recordDepositFailure(kernel.db, request.receivedAt).catch(() => undefined);
    throw error;
  }
}

async function decideAndSeal(kernel: Kernel, request: DepositRequest): Promise<DepositOutcome | null> {
  await ensureKey(kernel.db, kernel.config.SECRET, kernel.clock.now());
  return kernel.db.transaction().execute(async (tx) => {
    const { applicationId, personId, receivedAt } = request;
    const draft = await lockForDeposit(tx, applicationId, personId, receivedAt, kernel.clock);
    if (draft === null) return null;
    const wave = await waveOfDraft(tx, draft);
    const latest = await latestDeposit(tx, draft.id);
    const decision = decideDeposit(depositable(draft, latest), wave, request);
    if (decision.refusal !== null) {
      await keepAttempt(tx, decision.refusal, wave, request);
      return refuse(decision.refusal);
    }
    return seal(tx, kernel, {
      draft,
      wave,
      request,
      number: (latest?.number ?? 0) + 1,
      version: decision.changes.version,
    });
  });
}

async function waveOfDraft(tx: Tx, draft: DepositDraft): Promise<Wave> {
  const wave = await waveForDeposit(tx, draft.waveId);
  if (wave === null) throw new Error(`an application without its wave: ${draft.id}`);
  return wave;
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
  const row = await db
    .selectFrom('deposits.deposit')
    .select(['id', 'number', 'version'])
    .where('application_id', '=', applicationId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Only what bears on time is kept: who says they came before the closing finds when we received them. */
async function keepAttempt(tx: Tx, refusal: DepositRefusal, wave: Wave, request: DepositRequest): Promise<void> {
  if (refusal.code !== 'late' && refusal.code !== 'not-open') return;
  await tx
    .insertInto('deposits.attempt')
    .values({
      id: newId(),
      application_id: request.applicationId,
      wave_id: wave.id,
      person_id: request.personId,
      code: refusal.code,
      received_at: request.receivedAt,
      closes_at: wave.closesAt,
    })
    .execute();
}

interface Sealing {
  readonly draft: DepositDraft;
  readonly wave: Wave;
  readonly request: DepositRequest;
  readonly number: number;
  readonly version: string;
}

async function seal(tx: Tx, kernel: Kernel, sealing: Sealing): Promise<DepositOutcome> {
  const { draft, wave, request, number, version } = sealing;
  const call = await callOf(tx, wave.callId);
  const id = newId();
  const { snapshot, files } = sealedFiles(draft);
  await tx
    .insertInto('deposits.deposit')
    .values({
      id,
      application_id: draft.id,
      call_id: wave.callId,
      wave_id: wave.id,
      number,
      version,
      deposited_by: request.personId,
      received_at: request.receivedAt,
      snapshot,
      manifest: canonical(files),
    })
    .execute();
  if (!(await markDeposited(tx, draft.id, request.receivedAt)))
    throw new Error(`a deposit from a state that has none: ${draft.state}`);
  await kernel.jobs.enqueue(tx, FOLLOW_DEPOSIT, { depositId: id });
  const head = await lockHead(tx, wave.id);
  const key = await openKey(tx, kernel.config.SECRET, head.keyId);
  const receipt = await link(tx, head, key, {
    format: RECEIPT_FORMAT,
    number: receiptNumber(call.slug, wave.number, head.seq + 1),
    call: { id: call.id, slug: call.slug, title: call.title },
    wave: { id: wave.id, number: wave.number, closesAt: wave.closesAt.toISOString() },
    application: { id: draft.id, number: applicationNumber(draft.id), title: draft.title },
    lead: { name: draft.lead.name, siret: draft.lead.siret },
    deposit: { id, number, version },
    arrivedAt: request.receivedAt.toISOString(),
    files,
    manifestSha256: manifestSha256(files),
    service: serviceOf(call.content.contact),
    mentions: mentionsFor(request.receivedAt),
    keyId: key.id,
  });
  await journal(tx, sealing, id, receipt);
  return { changes: { depositId: id, number: receipt }, refusal: null };
}

/** What a receipt says of its call, read once by this process for a minute: an amended contact shows soon enough. */
const calls = new Map<string, { readonly call: Call; readonly until: number }>();
const CALL_KEPT_MS = 60_000;

async function callOf(tx: Tx, id: string): Promise<Call> {
  const known = calls.get(id);
  if (known && performance.now() < known.until) return known.call;
  const call = await callById(tx, id);
  if (call === null) throw new Error(`no call ${id}`);
  calls.set(id, { call, until: performance.now() + CALL_KEPT_MS });
  return call;
}

/** Writes the receipt; the database checks the link and moves the head. @returns its number */
async function link(tx: Tx, head: Head, key: SigningKey, content: ReceiptContent): Promise<string> {
  const sealed = sealReceipt(content, head, key);
  await tx
    .insertInto('deposits.receipt')
    .values({
      deposit_id: content.deposit.id,
      wave_id: content.wave.id,
      seq: sealed.body.chain.seq,
      number: content.number,
      body: sealed.bodyText,
      content_sha256: sealed.contentSha256,
      prev_hash: sealed.prevHash,
      hash: sealed.hash,
      key_id: key.id,
      signature: sealed.signature,
    })
    .execute();
  return content.number;
}

const journal = (tx: Tx, { draft, wave, request, number, version }: Sealing, depositId: string, receipt: string) =>
  record(tx, `deposits.${wave.id}`, {
    subjectType: 'application',
    subjectId: draft.id,
    event: 'deposited',
    authorId: request.personId,
    at: request.receivedAt,
    reason: number === 1 ? 'Dépôt du dossier par le chef de file.' : 'Nouveau dépôt, la vague étant encore ouverte.',
    legalBasis: 'CRPA L112-8, L112-11',
    before: { state: draft.state },
    after: { state: 'deposited', depositId, number, version, receipt },
  });

interface Head {
  readonly seq: number;
  readonly hash: Buffer;
  readonly keyId: string;
}

/** Head of the wave's chain, locked until commit, with the key in service. The first deposit of a wave makes it. */
async function lockHead(tx: Tx, waveId: string): Promise<Head> {
  const read = () =>
    tx
      .selectFrom('deposits.wave_chain as w')
      .select(['w.seq', 'w.hash'])
      .select((eb) =>
        eb
          .selectFrom('deposits.signing_key as k')
          .select('k.id')
          .where('k.valid_until', 'is', null)
          .$asScalar()
          .as('keyId'),
      )
      .where('w.wave_id', '=', waveId)
      .forNoKeyUpdate()
      .executeTakeFirst();
  const found = await read();
  if (found?.keyId) return { ...found, keyId: found.keyId };
  await tx
    .insertInto('deposits.wave_chain')
    .values({ wave_id: waveId, seq: 0, hash: GENESIS })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await read();
  if (!made?.keyId) throw new Error('no signing key in service');
  return { ...made, keyId: made.keyId };
}
