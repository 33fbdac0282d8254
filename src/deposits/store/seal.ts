import { type DepositDraft, markDeposited } from '../../applications/index.ts';
import { type Call, callById, type Wave } from '../../calls/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { canonical, type JournalEntry, recordAll } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import {
  type ManifestFile,
  mentionsFor,
  RECEIPT_FORMAT,
  type ReceiptContent,
  receiptNumber,
} from '../model/receipt.ts';
import { applicationNumber, sealedFiles, serviceOf } from '../receipt/content.ts';
import { GENESIS, manifestSha256, type SealedReceipt, sealReceipt } from '../receipt/seal.ts';
import { openKey } from './keys.ts';
import '../tables.ts';

export const FOLLOW_DEPOSIT = 'deposits.follow-deposit';

/** A deposit that was decided. */
export interface Sealing {
  readonly draft: DepositDraft;
  readonly wave: Wave;
  readonly request: { readonly personId: string; readonly receivedAt: Instant };
  /** 1, 2, 3… for each application. */
  readonly number: number;
  readonly version: string;
}

export interface Sealed {
  readonly depositId: string;
  /** Of the receipt. */
  readonly number: string;
}

interface Written extends Sealing {
  readonly id: string;
  readonly files: readonly ManifestFile[];
}

/** Everything but the chains first; the head of each wave's chain last, always in the same order of waves. */
export async function sealAll(
  tx: Tx,
  kernel: Kernel,
  sealings: readonly Sealing[],
): Promise<ReadonlyMap<string, Sealed>> {
  const sealed = new Map<string, Sealed>();
  if (sealings.length === 0) return sealed;
  const written = await writeVersions(tx, sealings);
  const deposited = written.map(({ draft, request }) => ({ id: draft.id, at: request.receivedAt }));
  if (!(await markDeposited(tx, deposited))) throw new Error('a deposit from a state that has none');
  const followed = written.map(({ id }) => ({ depositId: id }));
  await kernel.jobs.enqueueAll(tx, FOLLOW_DEPOSIT, followed);
  for (const waveId of [...new Set(written.map(({ wave }) => wave.id))].sort()) {
    const ofWave = written.filter(({ wave }) => wave.id === waveId);
    for (const [id, one] of await linkAll(tx, kernel, waveId, ofWave)) sealed.set(id, one);
  }
  return sealed;
}

async function writeVersions(tx: Tx, sealings: readonly Sealing[]): Promise<Written[]> {
  const rows = sealings.map((sealing) => ({ ...sealing, id: newId(), ...sealedFiles(sealing.draft) }));
  await tx
    .insertInto('deposits.deposit')
    .values(
      rows.map(({ id, draft, wave, request, number, version, snapshot, files }) => ({
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
      })),
    )
    .execute();
  return rows;
}

async function linkAll(
  tx: Tx,
  kernel: Kernel,
  waveId: string,
  written: readonly Written[],
): Promise<Map<string, Sealed>> {
  const calls = new Map<string, Call>();
  for (const { wave } of written) calls.set(wave.callId, await callOf(tx, wave.callId));
  let head = await lockHead(tx, waveId);
  const key = await openKey(tx, kernel.config.SECRET, head.keyId);
  const receipts = written.map((one) => {
    const content = contentOf(one, calls.get(one.wave.callId) as Call, head.seq + 1, key.id);
    const receipt = sealReceipt({ ...content, ...(kernel.config.REHEARSAL ? { rehearsal: true } : {}) }, head, key);
    head = { ...head, seq: receipt.body.chain.seq, hash: receipt.hash };
    return receipt;
  });
  await writeReceipts(tx, receipts);
  await recordAll(
    tx,
    `deposits.${waveId}`,
    written.map((one, index) => entryOf(one, receipts[index] as SealedReceipt)),
  );
  return new Map(
    receipts.map(({ body }) => [body.application.id, { depositId: body.deposit.id, number: body.number }]),
  );
}

const contentOf = (
  { draft, wave, request, number, version, id, files }: Written,
  call: Call,
  seq: number,
  keyId: string,
): ReceiptContent => ({
  format: RECEIPT_FORMAT,
  number: receiptNumber(call.slug, wave.number, seq),
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
  keyId,
});

/** The database checks each link and moves the head. */
async function writeReceipts(tx: Tx, receipts: readonly SealedReceipt[]): Promise<void> {
  await tx
    .insertInto('deposits.receipt')
    .values(
      receipts.map(({ body, bodyText, contentSha256, prevHash, hash, signature }) => ({
        deposit_id: body.deposit.id,
        wave_id: body.wave.id,
        seq: body.chain.seq,
        number: body.number,
        body: bodyText,
        content_sha256: contentSha256,
        prev_hash: prevHash,
        hash,
        key_id: body.keyId,
        signature,
      })),
    )
    .execute();
}

const entryOf = ({ draft, request, number, version, id }: Written, { body }: SealedReceipt): JournalEntry => ({
  subjectType: 'application',
  subjectId: draft.id,
  event: 'deposited',
  authorId: request.personId,
  at: request.receivedAt,
  reason: number === 1 ? 'Dépôt du dossier par le chef de file.' : 'Nouveau dépôt, la vague étant encore ouverte.',
  legalBasis: 'CRPA L112-8, L112-11',
  before: { state: draft.state },
  after: { state: 'deposited', depositId: id, number, version, receipt: body.number },
});

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
