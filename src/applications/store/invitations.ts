import { createHash, randomBytes } from 'node:crypto';
import { powerOf } from '../../identity/index.ts';
import type { Db } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { DAY_MS, type Instant, parisDateTime, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { post } from '../../kernel/mail.ts';
import type { ConsortiumRefusal } from '../model/consortium.ts';
import { asLead, changeDraft, moveMandate } from './consortium.ts';
import type { Author } from './edit.ts';
import { insertMember } from './open.ts';

const VALID_DAYS = 14;
const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Writes to a person of a partner: the link opens the file, and the mandate is asked. */
export function invite(
  { db, jobs, config }: Kernel,
  author: Author,
  to: { readonly partnerId: string; readonly email: string },
) {
  return changeDraft(db, author, asLead, async (tx, whole): Promise<Decision<null, ConsortiumRefusal>> => {
    const partner = whole.partners.find((one) => one.id === to.partnerId);
    if (!partner) return refuse({ code: 'unknown-partner' });
    if (partner.mandateState !== 'signed' && !partner.isLead) await moveMandate(tx, partner, 'ask');
    const id = newId();
    const token = randomBytes(24).toString('base64url');
    const expiresAt = plus(author.at, VALID_DAYS * DAY_MS);
    await tx
      .insertInto('applications.invitation')
      .values({
        id,
        application_id: author.id,
        partner_id: partner.id,
        email: to.email,
        token_hash: hashOf(token),
        invited_by: author.personId,
        invited_at: author.at,
        expires_at: expiresAt,
      })
      .execute();
    const text =
      `Vous êtes invité à participer au dossier « ${whole.application.title} » pour ${partner.name}.\n\n` +
      `Ouvrez l’invitation : ${config.PUBLIC_URL}/dossiers/invitations/${token}\n\n` +
      `Elle est valable jusqu’au ${parisDateTime(expiresAt)}. Il faut un compte rattaché à cette organisation.\n` +
      'Vous y lirez le projet, y écrirez vos rubriques et y répondrez au mandat demandé par le chef de file.';
    const letter = { to: to.email, subject: `Invitation au dossier « ${whole.application.title} »`, text };
    await post(tx, jobs, { ...letter, about: 'applications.invitation', onceKey: `invitation:${id}` }, author.at);
    return accept(null);
  });
}

export type AcceptRefusal =
  | { readonly code: 'invitation-over' }
  | { readonly code: 'join-organisation'; readonly organisation: string };

export interface InvitationLine {
  readonly id: string;
  readonly applicationId: string;
  readonly title: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly organisationId: string;
  readonly over: boolean;
  readonly acceptedBy: string | null;
}

export async function invitationByToken(db: Db, token: string, at: Instant): Promise<InvitationLine | null> {
  const row = await db
    .selectFrom('applications.invitation as i')
    .innerJoin('applications.partner as p', 'p.id', 'i.partner_id')
    .innerJoin('applications.application as a', 'a.id', 'i.application_id')
    .select([
      'i.id',
      'i.application_id',
      'a.title',
      'p.id as partner_id',
      'p.name',
      'p.organisation_id',
      'p.removed_at',
    ])
    .select(['i.expires_at', 'i.revoked_at', 'i.accepted_by'])
    .where('i.token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    applicationId: row.application_id,
    title: row.title,
    partnerId: row.partner_id,
    partnerName: row.name,
    organisationId: row.organisation_id,
    over: row.removed_at !== null || row.revoked_at !== null || row.expires_at <= at,
    acceptedBy: row.accepted_by,
  };
}

/** Opens the file to a member of the organisation invited; the link serves one person. `null`: no such invitation. */
export async function acceptInvitation(
  db: Db,
  token: string,
  person: { readonly id: string; readonly name: string },
  at: Instant,
): Promise<Decision<{ applicationId: string }, AcceptRefusal> | null> {
  const line = await invitationByToken(db, token, at);
  if (!line) return null;
  const { applicationId, partnerId } = line;
  if (line.acceptedBy === person.id) return accept({ applicationId });
  if (line.over || line.acceptedBy !== null) return refuse({ code: 'invitation-over' });
  if (!(await powerOf(db, person.id, line.organisationId, 'apply', at))) {
    return refuse({ code: 'join-organisation', organisation: line.partnerName });
  }
  return db.transaction().execute(async (tx) => {
    const taken = await tx
      .updateTable('applications.invitation')
      .set({ accepted_at: at, accepted_by: person.id })
      .where('id', '=', line.id)
      .where('accepted_by', 'is', null)
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) return refuse({ code: 'invitation-over' });
    await insertMember(tx, { applicationId, partnerId, person, at });
    return accept({ applicationId });
  });
}
