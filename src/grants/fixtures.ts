import type { Award } from '../committee/index.ts';
import { standingDeposit } from '../deposits/index.ts';
import { membersOf, personById } from '../identity/index.ts';
import type { Tx } from '../kernel/db.ts';
import type { Decision } from '../kernel/decision.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Cents } from '../kernel/money.ts';
import {
  allotAxis,
  allotInstrument,
  appropriate,
  type LedgerRefusal,
  type Posted,
  type Posting,
  reserveAward,
  reserveForWave,
} from '../ledger/index.ts';
import { type Agreement, currentVersion } from './model/whole.ts';
import { typedName } from './signing.ts';
import { send } from './store/draft.ts';
import { openAgreement } from './store/open.ts';
import { agreementById } from './store/read.ts';
import { sign } from './store/sign.ts';

type Answer = Promise<Decision<Posted, LedgerRefusal>>;

async function posted(kernel: Kernel, key: string, at: Instant, act: (tx: Tx, posting: Posting) => Answer) {
  const journalEntryId = newId();
  await kernel.db.transaction().execute(async (tx) => {
    const { changes, refusal } = await act(tx, { key, journalEntryId, occurredAt: at });
    if (refusal !== null) throw new Error(`a planted posting was refused: ${JSON.stringify(refusal)}`);
    if (changes.replayed) return;
    const entry = { subjectType: 'ledger', subjectId: key, event: 'money-moved', authorId: null, at, reason: 'Essai' };
    await record(tx, 'ledger', entry, journalEntryId);
  });
}

/** Money of a planted wave, from the budget law down: what `reserveAward` draws from. */
export async function plantWaveMoney(kernel: Kernel, waveId: string, amountCents: Cents, at: Instant): Promise<void> {
  const [axis, instrument] = [`essai-${waveId}`, `essai-${waveId}`];
  await posted(kernel, `law:${waveId}`, at, (tx, p) => appropriate(tx, p, { amountCents }));
  await posted(kernel, `axis:${waveId}`, at, (tx, p) => allotAxis(tx, p, { axis, amountCents }));
  await posted(kernel, `instrument:${waveId}`, at, (tx, p) =>
    allotInstrument(tx, p, { instrument, parent: { axis }, amountCents }),
  );
  await posted(kernel, `wave:${waveId}`, at, (tx, p) => reserveForWave(tx, p, { waveId, instrument, amountCents }));
}

/** A decision to fund, its money really reserved. @param grantedCents what was asked when absent */
export async function plantAward(
  kernel: Kernel,
  applicationId: string,
  at: Instant,
  grantedCents?: Cents,
): Promise<Award> {
  const deposit = await standingDeposit(kernel.db, applicationId);
  const requestedCents = deposit?.content.totals.requestedGrantCents ?? 0;
  const amountCents = grantedCents ?? requestedCents;
  const [awardId, waveId] = [newId(), deposit?.waveId ?? ''];
  await posted(kernel, `award:${awardId}`, at, (tx, p) => reserveAward(tx, p, { awardId, waveId, amountCents }));
  return {
    decisionId: newId(),
    applicationId,
    waveId,
    outcome: amountCents < requestedCents ? 'retained-for-less' : 'retained',
    requestedCents,
    grantedCents: amountCents,
    reservedAccount: { awardId, waveId },
    decidedAt: at,
    letterId: newId(),
  };
}

const accepted = <Changes>(decision: Decision<Changes, unknown> | null): Changes => {
  if (decision === null || decision.refusal !== null)
    throw new Error(`a planted act was refused: ${JSON.stringify(decision?.refusal)}`);
  return decision.changes as Changes;
};

/** One signature by the account of this person. */
export async function plantSignature(
  kernel: Kernel,
  agreement: Agreement,
  signer: string,
  personId: string,
  at: Instant,
) {
  const person = await personById(kernel.db, personId);
  const version = currentVersion(agreement);
  const name = person?.name ?? '';
  const proof = await typedName.prove({
    reference: newId(),
    agreementNumber: agreement.number,
    version: version.number,
    textSha256: version.textSha256 ?? '',
    organisation: signer,
    personId,
    personName: name,
    at,
  });
  if (proof === null) throw new Error('the typed name always vouches');
  const command = { agreementId: agreement.id, version: version.number, signer, personId, at };
  return accepted(await sign(kernel, { ...command, typedName: name, capacity: 'Représentante légale' }, proof));
}

/** Who represents each partner at this instant, by partner. @throws when nobody does */
export async function signersOf(kernel: Kernel, agreement: Agreement, at: Instant): Promise<Map<string, string>> {
  const signers = new Map<string, string>();
  for (const { partnerId, organisationId, name } of currentVersion(agreement).terms.partners) {
    const members = await membersOf(kernel.db, organisationId, at);
    const found = members.find(({ role }) => role === 'representative');
    if (!found) throw new Error(`nobody represents ${name}`);
    signers.set(partnerId, found.personId);
  }
  return signers;
}

export async function reread(kernel: Kernel, id: string): Promise<Agreement> {
  const agreement = await agreementById(kernel.db, id);
  if (agreement === null) throw new Error('a planted agreement was not found');
  return agreement;
}

/** Sent, then signed by every partner and by this manager: in force, its money committed. @returns its identifier */
export async function plantAgreement(kernel: Kernel, award: Award, managerId: string, at: Instant): Promise<string> {
  const id = await openAgreement(kernel, award, at);
  const draft = await reread(kernel, id);
  accepted(await send(kernel, { agreementId: id, authorId: managerId, versionRead: draft.lockVersion, at }, null));
  const sent = await reread(kernel, id);
  for (const [partnerId, personId] of await signersOf(kernel, sent, at))
    await plantSignature(kernel, sent, partnerId, personId, at);
  await plantSignature(kernel, sent, 'state', managerId, at);
  return id;
}
