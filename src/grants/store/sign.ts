import { delegationsOf, hasRole, holdPower, mandatesOf, personById, rolesAt } from '../../identity/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { amend, commit } from '../../ledger/index.ts';
import { decideSign, type GrantRefusal, type HeldRight } from '../model/agreement.ts';
import { effectOf } from '../model/amendment.ts';
import type { TermsPartner } from '../model/terms.ts';
import { type Agreement, factsOf, missingPartners, type Version, versionOf } from '../model/whole.ts';
import type { SignatureProof } from '../signing.ts';
import { type Answer, journal, move, moveVersion, onAgreement } from './act.ts';
import { moneyRefusal } from './amend.ts';
import { refusedForAsked } from './asked.ts';
import { MAKE_DOCUMENT, PUBLISH_AGREEMENTS, SEND_LETTERS } from './jobs.ts';
import type { Means } from './open.ts';
import '../tables.ts';

export interface SignCommand {
  readonly agreementId: string;
  /** Number of the version that was read. */
  readonly version: number;
  /** Identifier of a partner, or `state`. */
  readonly signer: string;
  readonly personId: string;
  readonly typedName: string;
  /** « présidente », « directeur général ». */
  readonly capacity: string;
  readonly at: Instant;
}

export interface Signed {
  /** It was the last one: the version is in force, the money committed. */
  readonly completed: boolean;
}

/**
 * One signature. The last one, the State's, commits the money in the same transaction.
 *
 * @param proof of the identity, got beforehand: nothing is asked of a provider while the agreement is locked
 * @returns `null`: no such agreement, or no such signer in it
 */
export function sign(means: Means, command: SignCommand, proof: SignatureProof): Answer<Signed> {
  return onAgreement<Signed>(means, command.agreementId, async (tx, agreement) => {
    const version = versionOf(agreement, command.version);
    const partner = signerOf(agreement, command);
    if (partner === null) return null;
    const name = (await personById(tx, command.personId))?.name ?? '';
    const right = await rightOf(tx, means, command, partner);
    const decision = decideSign(factsOf(agreement), {
      ...command,
      signer: partner === 'state' ? 'state' : { organisation: partner.name },
      right,
      accountName: name,
      signed: standingSignature(agreement, command),
      missing: namesMissing(agreement, version),
    });
    if (decision.refusal !== null) return decision;
    if (version === null) return refuse({ code: 'changed-elsewhere' });
    const signing = { command, right: decision.changes.right, proof, name, version, partner };
    return partner === 'state' ? complete(tx, means, agreement, signing) : signOne(tx, means, agreement, signing);
  });
}

const namesMissing = (agreement: Agreement, version: Version | null) =>
  version ? missingPartners(agreement, version).map(({ name }) => name) : [];

/** A partner of the version that was read, or of the one that replaced it: its person is told, not sent away. */
function signerOf(agreement: Agreement, { signer }: SignCommand): TermsPartner | 'state' | null {
  if (signer === 'state') return 'state';
  const all = [...agreement.versions].reverse().flatMap(({ terms }) => terms.partners);
  return all.find(({ partnerId }) => partnerId === signer) ?? null;
}

const standingSignature = (agreement: Agreement, { version, signer }: SignCommand) => {
  const found = agreement.signatures.find((one) => one.version === version && one.signer === signer);
  return found ? { by: found.signatoryName, at: found.signedAt } : null;
};

/** Held until the transaction ends: who ends this right meanwhile waits. */
async function rightOf(
  tx: Tx,
  { clock }: Means,
  { personId, at }: SignCommand,
  partner: TermsPartner | 'state',
): Promise<HeldRight | null> {
  if (partner === 'state') return stateRight(tx, personId, at, clock.now());
  const power = await holdPower(tx, personId, partner.organisationId, 'sign', at, () => clock.now());
  if (power === 'representative') return { heldBy: 'representative', reference: null };
  if (power !== 'mandate') return null;
  const mandates = await mandatesOf(tx, personId, at);
  const found = mandates.find((one) => one.organisationId === partner.organisationId && one.matter === 'sign');
  return { heldBy: 'mandate', reference: found?.id ?? null };
}

const DELEGATE = 'programme-manager';

/** Role given, or delegated by who holds it: at the arrival, and still now. */
async function stateRight(tx: Tx, personId: string, at: Instant, now: Instant): Promise<HeldRight | null> {
  for (const instant of [at, now]) if (!(await rolesAt(tx, personId, instant)).includes(DELEGATE)) return null;
  if (await hasRole(tx, personId, DELEGATE, at)) return { heldBy: 'role', reference: null };
  const found = (await delegationsOf(tx, personId, at)).find(({ role }) => role === DELEGATE);
  return { heldBy: 'delegation', reference: found?.actReference ?? null };
}

interface Signing {
  readonly command: SignCommand;
  readonly right: HeldRight;
  readonly proof: SignatureProof;
  readonly name: string;
  readonly version: Version;
  readonly partner: TermsPartner | 'state';
}

async function signOne(tx: Tx, means: Means, agreement: Agreement, signing: Signing): Promise<Decision<Signed, never>> {
  const { version } = signing;
  await insertSignature(tx, agreement, signing);
  await move(tx, agreement, agreement.inForceVersion === null ? { state: 'partially-signed' } : {});
  if (missingPartners(agreement, version).length === 1)
    await means.jobs.enqueue(tx, SEND_LETTERS, {
      letter: 'state-turn',
      agreementId: agreement.id,
      version: version.number,
    });
  await tellJournal(tx, agreement, signing, 'signed');
  return accept({ completed: false });
}

/** Money first, its reason last: the ledger may still say no, and nothing is then written. */
async function complete(
  tx: Tx,
  { jobs }: Means,
  agreement: Agreement,
  signing: Signing,
): Promise<Decision<Signed, GrantRefusal>> {
  const { command, version } = signing;
  const asked = await refusedForAsked(tx, agreement, version.terms);
  if (asked !== null) return refuse(asked);
  const entryId = newId();
  const money = await moveMoney(tx, agreement, version, entryId, command.at);
  if (money !== null && money.refusal !== null) return refuse(moneyRefusal(money.refusal, version));
  await insertSignature(tx, agreement, signing);
  if (agreement.inForceVersion !== null)
    await moveVersion(tx, agreement, { number: agreement.inForceVersion }, { state: 'superseded' });
  await moveVersion(tx, agreement, version, { state: 'in-force', in_force_at: command.at });
  await move(tx, agreement, {
    state: 'in-force',
    open_version: null,
    in_force_version: version.number,
    total_cents: version.terms.totalCents,
    signed_at: agreement.signedAt ?? command.at,
  });
  await jobs.enqueue(tx, MAKE_DOCUMENT, { agreementId: agreement.id, version: version.number, kind: 'signed' });
  await jobs.enqueue(tx, PUBLISH_AGREEMENTS, { agreementId: agreement.id });
  await tellJournal(tx, agreement, signing, 'in-force', entryId);
  return accept({ completed: true });
}

/** `null`: nothing moves (an amendment of dates). */
function moveMoney(tx: Tx, agreement: Agreement, version: Version, journalEntryId: string, at: Instant) {
  const { id: agreementId, awardId, waveId } = agreement;
  const posting = { key: `agreement:${agreementId}:signed:v${version.number}`, journalEntryId, occurredAt: at };
  const former = versionOf(agreement, agreement.inForceVersion);
  if (former === null) {
    const shares = version.terms.partners
      .filter(({ shareCents }) => shareCents > 0)
      .map(({ partnerId, shareCents }) => ({ partnerId, amountCents: shareCents }));
    return commit(tx, posting, { agreementId, awardId, waveId, shares });
  }
  const { moves } = effectOf(former.terms, version.terms);
  return moves.length === 0 ? Promise.resolve(null) : amend(tx, posting, { agreementId, awardId, waveId, moves });
}

const insertSignature = (tx: Tx, agreement: Agreement, signing: Signing) => {
  const { command, right, proof, name, version, partner } = signing;
  return tx
    .insertInto('grants.signature')
    .values({
      agreement_id: agreement.id,
      version: version.number,
      signer: command.signer,
      organisation: partner === 'state' ? agreement.authority : partner.name,
      signatory_id: command.personId,
      signatory_name: name,
      capacity: command.capacity,
      held_by: right.heldBy,
      right_reference: right.reference,
      provider: proof.provider,
      level: proof.level,
      proof: JSON.stringify(proof.proof),
      text_sha256: version.textSha256 ?? '',
      signed_at: command.at,
    })
    .execute();
};

const tellJournal = (tx: Tx, agreement: Agreement, signing: Signing, event: string, entryId?: string) => {
  const { command, right, version, partner, proof } = signing;
  const organisation = partner === 'state' ? agreement.authority : partner.name;
  return journal(
    tx,
    agreement,
    { authorId: command.personId, at: command.at },
    {
      event,
      reason: `Version ${version.number} signée pour ${organisation}.`,
      mandateId: right.heldBy === 'mandate' ? right.reference : null,
      after: { version: version.number, signer: command.signer, textSha256: version.textSha256, level: proof.level },
    },
    entryId,
  );
};
