import { type Selectable, sql } from 'kysely';
import type { DbOrTx, Tables, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { Agreement, Signature, Version } from '../model/whole.ts';
import '../tables.ts';

/** `null`: no such agreement. */
export async function agreementById(db: DbOrTx, id: string): Promise<Agreement | null> {
  if (!isId(id)) return null;
  const row = await db.selectFrom('grants.agreement').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? whole(db, row) : null;
}

/** The agreement of a project that lives, else the last one that ended. */
export async function agreementOfApplication(db: DbOrTx, applicationId: string): Promise<Agreement | null> {
  if (!isId(applicationId)) return null;
  const row = await db
    .selectFrom('grants.agreement')
    .selectAll()
    .where('application_id', '=', applicationId)
    .orderBy(sql`closed_at is null`, 'desc')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? whole(db, row) : null;
}

/** The same, its row locked until the transaction ends: two people at once act one after the other. */
export async function lockAgreement(tx: Tx, id: string): Promise<Agreement | null> {
  if (!isId(id)) return null;
  await sql`select 1 from grants.agreement where id = ${id} for no key update`.execute(tx);
  return agreementById(tx, id);
}

async function whole(db: DbOrTx, row: Selectable<Tables['grants.agreement']>): Promise<Agreement> {
  return {
    id: row.id,
    number: row.number,
    applicationId: row.application_id,
    waveId: row.wave_id,
    title: row.title,
    callTitle: row.call_title,
    authority: row.authority,
    outcome: row.outcome,
    requestedCents: row.requested_cents,
    grantedCents: row.granted_cents,
    awardId: row.award_id,
    decidedAt: row.decided_at,
    letterId: row.letter_id,
    state: row.state,
    openVersion: row.open_version,
    inForceVersion: row.in_force_version,
    signBy: row.sign_by,
    warnedAt: row.warned_at,
    totalCents: row.total_cents,
    createdAt: row.created_at,
    signedAt: row.signed_at,
    closedAt: row.closed_at,
    closedReason: row.closed_reason,
    lockVersion: row.lock_version,
    versions: await versionsOf(db, row.id),
    signatures: await signaturesOf(db, row.id),
  };
}

/** An agreement is amended a handful of times; each version has at most 61 signatures. */
const VERSIONS = 100;
const SIGNATURES = 2000;

async function versionsOf(db: DbOrTx, id: string): Promise<Version[]> {
  const rows = await db
    .selectFrom('grants.agreement_version')
    .selectAll()
    .where('agreement_id', '=', id)
    .orderBy('number')
    .limit(VERSIONS)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    reason: row.reason,
    state: row.state,
    terms: row.terms,
    textSha256: row.text_sha256,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    inForceAt: row.in_force_at,
    closing: row.closing,
  }));
}

/** In the order in which they were given. */
async function signaturesOf(db: DbOrTx, id: string): Promise<Signature[]> {
  const rows = await db
    .selectFrom('grants.signature')
    .selectAll()
    .where('agreement_id', '=', id)
    .orderBy('signed_at')
    .orderBy('signer')
    .limit(SIGNATURES)
    .execute();
  return rows.map((row) => ({
    version: row.version,
    signer: row.signer,
    organisation: row.organisation,
    signatoryId: row.signatory_id,
    signatoryName: row.signatory_name,
    capacity: row.capacity,
    heldBy: row.held_by,
    reference: row.right_reference,
    provider: row.provider,
    level: row.level,
    textSha256: row.text_sha256,
    signedAt: row.signed_at,
  }));
}
