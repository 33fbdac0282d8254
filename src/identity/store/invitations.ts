import { createHash, randomBytes } from 'node:crypto';
import type { Db, DbOrTx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { type Instant, parisDateTime } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { post } from '../../kernel/mail.ts';
import {
  type AcceptanceRefusal,
  decideAcceptance,
  decideEnd,
  decideInvitation,
  expiryOf,
  type InvitationLine,
  type TeamRefusal,
} from '../model/team.ts';
import type { MembershipRole } from '../model.ts';
import { insertMembership, membershipRole } from './memberships.ts';
import { organisationById } from './organisations.ts';
import { findPersonByEmail } from './people.ts';
import { type Actor, powerOfActor, tellTeam } from './team.ts';
import '../tables.ts';

const LINES = 100;
const digest = (secret: string) => createHash('sha256').update(secret).digest('hex');

const INVITATION = [
  'id',
  'email',
  'role',
  'invited_at as invitedAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'accepted_at as acceptedAt',
] as const;

/** The newest first. */
export function invitationsOf(db: DbOrTx, organisationId: string): Promise<InvitationLine[]> {
  return db
    .selectFrom('identity.invitation')
    .select(INVITATION)
    .where('organisation_id', '=', organisationId)
    .orderBy('id', 'desc')
    .limit(LINES)
    .execute();
}

export interface NewInvitation extends Actor {
  readonly organisationId: string;
  /** Lower case. */
  readonly email: string;
  readonly role: MembershipRole;
  readonly inviterName: string;
}

/** Writes to a colleague; an invitation already open to the same address is replaced: only the last link works. */
export function inviteMember(kernel: Kernel, n: NewInvitation): Promise<Decision<object, TeamRefusal>> {
  const { organisationId, email, role, at } = n;
  return kernel.db.transaction().execute(async (tx) => {
    const power = await powerOfActor(tx, n, organisationId);
    const invitee = await findPersonByEmail(tx, email);
    const inviteeIsMember = invitee !== null && (await membershipRole(tx, invitee.id, organisationId, at)) !== null;
    const waiting = await tx
      .selectFrom('identity.invitation')
      .select(['id', 'email'])
      .where('organisation_id', '=', organisationId)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', at)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute();
    const others = waiting.filter((one) => one.email !== email).length;
    const decision = decideInvitation({ power, inviteeIsMember, open: others });
    if (decision.refusal !== null) return decision;
    await tx
      .updateTable('identity.invitation')
      .set({ revoked_at: at, revoked_by: n.byId })
      .where('organisation_id', '=', organisationId)
      .where('email', '=', email)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute();
    const [id, secret] = [newId(), randomBytes(24).toString('base64url')];
    const expiresAt = expiryOf(at, decision.changes.validMs);
    await tx
      .insertInto('identity.invitation')
      .values({
        id,
        organisation_id: organisationId,
        email,
        role,
        secret_sha256: digest(secret),
        invited_by: n.byId,
        invited_at: at,
        expires_at: expiresAt,
        accepted_by: null,
        accepted_at: null,
      })
      .execute();
    const organisation = (await organisationById(tx, organisationId))?.name ?? '';
    await post(tx, kernel.jobs, letter(kernel, n, { id, secret, organisation, expiresAt }), at);
    await tellTeam(tx, n, organisationId, 'member-invited', 'Invitation par un représentant', { id, role, expiresAt });
    return decision;
  });
}

function letter(
  { config }: Kernel,
  n: NewInvitation,
  i: { readonly id: string; readonly secret: string; readonly organisation: string; readonly expiresAt: Instant },
) {
  const text =
    `Bonjour,\n\n${n.inviterName} vous invite à agir pour ${i.organisation} sur Deffinum.\n\n` +
    `Ouvrez l’invitation, avec un compte à cette adresse : ${config.PUBLIC_URL}/compte/invitations/${i.secret}\n\n` +
    `Elle sert une fois, jusqu’au ${parisDateTime(i.expiresAt)}. Si vous ne connaissez pas cet organisme, ne faites rien.\n`;
  const subject = `Invitation à rejoindre ${i.organisation}`;
  return { to: n.email, subject, text, about: 'identity.invitation', onceKey: `identity.invitation:${i.id}` };
}

/** `null`: no such invitation for who asks. */
export function revokeInvitation(
  db: Db,
  id: string,
  actor: Actor,
): Promise<Decision<{ readonly organisationId: string }, TeamRefusal> | null> {
  if (!isId(id)) return Promise.resolve(null);
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('identity.invitation')
      .select(['organisation_id', 'invited_at', 'revoked_at', 'accepted_at'])
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row) return null;
    const organisationId = row.organisation_id;
    if ((await membershipRole(tx, actor.byId, organisationId, actor.at)) === null) return null;
    const power = await powerOfActor(tx, actor, organisationId);
    const over = row.accepted_at ?? row.revoked_at;
    const decision = decideEnd({ power, validFrom: row.invited_at, validTo: over }, actor.at);
    if (decision.refusal !== null) return decision;
    await tx
      .updateTable('identity.invitation')
      .set({ revoked_at: actor.at, revoked_by: actor.byId })
      .where('id', '=', id)
      .execute();
    await tellTeam(tx, actor, organisationId, 'invitation-revoked', 'Invitation retirée par un représentant', { id });
    return { changes: { organisationId }, refusal: null };
  });
}

export interface OpenedInvitation extends InvitationLine {
  readonly organisationId: string;
  readonly invitedBy: string;
}

/** By the secret of the letter. `null`: no such invitation. */
export async function invitationBySecret(db: DbOrTx, secret: string): Promise<OpenedInvitation | null> {
  const row = await db
    .selectFrom('identity.invitation')
    .select([...INVITATION, 'organisation_id as organisationId', 'invited_by as invitedBy'])
    .where('secret_sha256', '=', digest(secret))
    .executeTakeFirst();
  return row ?? null;
}

/** Makes the person a member; the link serves once, even opened twice at the same instant. `null`: no such invitation. */
export function acceptMembership(
  db: Db,
  secret: string,
  person: { readonly id: string; readonly email: string },
  at: Instant,
): Promise<Decision<object, AcceptanceRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    const found = await invitationBySecret(tx, secret);
    if (found === null) return null;
    await tx
      .selectFrom('identity.invitation')
      .select('id')
      .where('id', '=', found.id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    const invited = (await invitationBySecret(tx, secret)) ?? found;
    const { organisationId, role } = invited;
    const isMember = (await membershipRole(tx, person.id, organisationId, at)) !== null;
    const decision = decideAcceptance(invited, { email: person.email, isMember }, at);
    if (decision.refusal !== null) return decision;
    const confirmedBy = invited.invitedBy;
    await tx
      .updateTable('identity.invitation')
      .set({ accepted_at: at, accepted_by: person.id })
      .where('id', '=', invited.id)
      .execute();
    await insertMembership(tx, { personId: person.id, organisationId, role, confirmedBy, at });
    const actor = { byId: person.id, at };
    const after = { personId: person.id, role, invitationId: invited.id };
    await tellTeam(tx, actor, organisationId, 'membership-accepted', 'Invitation acceptée', after);
    return decision;
  });
}
