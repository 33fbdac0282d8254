import { sql } from 'kysely';
import type { Db, Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import { type AnswerRefusal, decideAnswer, decideJoin, type JoinRefusal, type JoinRequest } from '../model/joining.ts';
import { insertMembership, membershipRole, membersOf } from './memberships.ts';
import '../tables.ts';

const CHAIN = 'identity';

export interface JoinCommand {
  readonly personId: string;
  readonly organisationId: string;
  readonly attests: boolean;
  readonly at: Instant;
}

/** The organisation is locked: of two first members at the same instant, one represents it and the other asks. */
export function joinOrganisation(
  db: Db,
  command: JoinCommand,
): Promise<Decision<{ readonly become: 'representative' | 'requester' }, JoinRefusal> | null> {
  const { personId, organisationId, at } = command;
  return db.transaction().execute(async (tx) => {
    if (!(await lockOrganisation(tx, organisationId))) return null;
    const members = await membersOf(tx, organisationId, at);
    const decision = decideJoin(
      {
        currentRole: members.find((member) => member.personId === personId)?.role ?? null,
        hasOpenRequest: await hasOpenRequest(tx, personId, organisationId),
        hasRepresentative: members.some((member) => member.role === 'representative'),
      },
      command,
    );
    if (decision.refusal !== null) return decision;
    const isFirst = decision.changes.become === 'representative';
    if (isFirst) {
      await insertMembership(tx, { personId, organisationId, role: 'representative', confirmedBy: null, at });
    } else {
      await insertRequest(tx, command);
    }
    await record(tx, CHAIN, {
      subjectType: 'organisation',
      subjectId: organisationId,
      event: isFirst ? 'represented' : 'membership-requested',
      authorId: personId,
      at,
      reason: isFirst ? 'Attestation sur l’honneur du premier membre' : 'Demande de rejoindre l’organisme',
    });
    return decision;
  });
}

async function lockOrganisation(tx: Tx, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const { rows } = await sql`select 1 from identity.organisation where id = ${id} for no key update`.execute(tx);
  return rows.length === 1;
}

const hasOpenRequest = async (tx: Tx, personId: string, organisationId: string) =>
  (await tx
    .selectFrom('identity.membership_request')
    .select('id')
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('answer', 'is', null)
    .executeTakeFirst()) !== undefined;

const insertRequest = (tx: Tx, { personId, organisationId, at }: JoinCommand) =>
  tx
    .insertInto('identity.membership_request')
    .values({
      id: newId(),
      person_id: personId,
      organisation_id: organisationId,
      requested_at: at,
      answer: null,
      answered_by: null,
      answered_at: null,
    })
    .execute();

const REQUESTS = 100;

/** Open requests for the organisations that a person represents, oldest first. */
export function requestsFor(db: Db, organisationIds: readonly string[]): Promise<JoinRequest[]> {
  if (organisationIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('identity.membership_request as r')
    .innerJoin('identity.person as p', 'p.id', 'r.person_id')
    .select([
      'r.id',
      'r.organisation_id as organisationId',
      'p.name as personName',
      'p.email as personEmail',
      'r.requested_at as requestedAt',
    ])
    .where('r.organisation_id', 'in', [...organisationIds])
    .where('r.answer', 'is', null)
    .orderBy('r.requested_at')
    .limit(REQUESTS)
    .execute();
}

/** Organisations that a person has asked to join and that have not answered. */
export function openRequestsOf(db: Db, personId: string): Promise<{ organisationId: string; requestedAt: Instant }[]> {
  return db
    .selectFrom('identity.membership_request')
    .select(['organisation_id as organisationId', 'requested_at as requestedAt'])
    .where('person_id', '=', personId)
    .where('answer', 'is', null)
    .orderBy('requested_at')
    .limit(REQUESTS)
    .execute();
}

export interface AnswerCommand {
  readonly id: string;
  readonly accepts: boolean;
  readonly personId: string;
  readonly at: Instant;
}

/** `null`: no such request, or not for an organisation this person acts for. */
export function answerRequest(db: Db, command: AnswerCommand): Promise<Decision<object, AnswerRefusal> | null> {
  const { id, personId, at } = command;
  if (!isId(id)) return Promise.resolve(null);
  return db.transaction().execute(async (tx) => {
    const request = await tx
      .selectFrom('identity.membership_request')
      .select(['person_id', 'organisation_id', 'answer'])
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!request) return null;
    const answererRole = await membershipRole(tx, personId, request.organisation_id, at);
    if (answererRole === null) return null;
    const decision = decideAnswer({ answererRole, isOpen: request.answer === null });
    if (decision.refusal !== null) return decision;
    await writeAnswer(tx, command, request);
    return decision;
  });
}

async function writeAnswer(
  tx: Tx,
  { id, accepts, personId, at }: AnswerCommand,
  request: { readonly person_id: string; readonly organisation_id: string },
): Promise<void> {
  await tx
    .updateTable('identity.membership_request')
    .set({ answer: accepts ? 'accepted' : 'declined', answered_by: personId, answered_at: at })
    .where('id', '=', id)
    .execute();
  const organisationId = request.organisation_id;
  if (accepts) {
    const member = { personId: request.person_id, organisationId, role: 'member', at } as const;
    await insertMembership(tx, { ...member, confirmedBy: personId });
  }
  await record(tx, CHAIN, {
    subjectType: 'organisation',
    subjectId: organisationId,
    event: accepts ? 'membership-accepted' : 'membership-declined',
    authorId: personId,
    at,
    reason: accepts ? 'Demande acceptée par un représentant' : 'Demande refusée par un représentant',
    after: { personId: request.person_id },
  });
}
