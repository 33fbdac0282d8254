import { createHash, randomBytes } from 'node:crypto';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { DAY_MS, type Instant, plus } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { LaunchRefusalCode } from '../model/launch.ts';
import type { Platform } from '../model/platform.ts';
import '../tables.ts';

const LISTED = 100;

const COLUMNS = [
  ...(['id', 'organisation_id as organisationId', 'issuer', 'client_id as clientId', 'name'] as const),
  ...(['auth_url as authUrl', 'token_url as tokenUrl', 'jwks_url as jwksUrl'] as const),
  ...(['created_at as createdAt', 'revoked_at as revokedAt', 'last_launch_at as lastLaunchAt'] as const),
  ...(['last_error as lastError', 'last_error_at as lastErrorAt'] as const),
] as const;

/** Where the platform may ask us to answer. */
export const originsOf = ({ issuer, authUrl, tokenUrl, jwksUrl }: Platform): string[] =>
  [issuer, authUrl, tokenUrl, jwksUrl].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);

export const sha256 = (secret: string): Buffer => createHash('sha256').update(secret).digest();
export const newSecret = (): string => randomBytes(24).toString('base64url');

export const platformsOf = (db: DbOrTx, organisationId: string): Promise<Platform[]> =>
  db
    .selectFrom('lti.platform')
    .select(COLUMNS)
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at', 'desc')
    .limit(LISTED)
    .execute();

export async function platformById(db: DbOrTx, id: string): Promise<Platform | null> {
  if (!isId(id)) return null;
  return (await db.selectFrom('lti.platform').select(COLUMNS).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** @param clientId `null`: the issuer has one registration alone */
export async function platformFor(db: DbOrTx, issuer: string, clientId: string | null): Promise<Platform | null> {
  const query = db.selectFrom('lti.platform').select(COLUMNS).where('issuer', '=', issuer);
  const rows = await (clientId === null ? query : query.where('client_id', '=', clientId)).limit(2).execute();
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

export async function deploymentsOf(db: DbOrTx, platformId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('lti.deployment')
    .select('deployment_id as id')
    .where('platform_id', '=', platformId)
    .limit(LISTED)
    .execute();
  return rows.map(({ id }) => id);
}

export interface Act {
  readonly personId: string;
  readonly at: Instant;
}

/** A link that registers one platform, once, in the day. @returns its secret, kept nowhere */
export async function invite(tx: Tx, organisationId: string, { personId, at }: Act): Promise<string> {
  const secret = newSecret();
  await tx
    .insertInto('lti.invitation')
    .values({
      ...{ id: newId(), organisation_id: organisationId, created_by: personId, secret_sha256: sha256(secret) },
      ...{ created_at: at, expires_at: plus(at, DAY_MS), used_at: null },
    })
    .execute();
  return secret;
}

export interface Invitation {
  readonly id: string;
  readonly organisationId: string;
  readonly createdBy: string;
}

/** @returns `null`: no such link, or it served already, or its day is over */
export async function invitationOf(db: DbOrTx, secret: string, at: Instant): Promise<Invitation | null> {
  const row = await db
    .selectFrom('lti.invitation')
    .select(['id', 'organisation_id as organisationId', 'created_by as createdBy'])
    .where('secret_sha256', '=', sha256(secret))
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return row ?? null;
}

/** Takes the link: of two that come at once, one has it. */
export async function takeInvitation(db: DbOrTx, id: string, at: Instant): Promise<boolean> {
  const taken = await db
    .updateTable('lti.invitation')
    .set({ used_at: at })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** The platform did not keep us: the link may serve again while its day lasts. */
export const giveBackInvitation = (db: DbOrTx, id: string) =>
  db.updateTable('lti.invitation').set({ used_at: null }).where('id', '=', id).execute();

export type NewPlatform = Pick<Platform, 'issuer' | 'clientId' | 'name' | 'authUrl' | 'tokenUrl' | 'jwksUrl'> & {
  readonly deploymentId: string | null;
};

/** @returns `null`: this registration of the issuer is known already */
export async function addPlatform(
  tx: Tx,
  { organisationId, createdBy }: Invitation,
  given: NewPlatform,
  at: Instant,
): Promise<string | null> {
  const id = newId();
  const added = await tx
    .insertInto('lti.platform')
    .values({
      ...{ id, organisation_id: organisationId, issuer: given.issuer, client_id: given.clientId, name: given.name },
      ...{ auth_url: given.authUrl, token_url: given.tokenUrl, jwks_url: given.jwksUrl, created_at: at },
      ...{ revoked_at: null, last_launch_at: null, last_error: null, last_error_at: null },
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'client_id']).doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows !== 1n) return null;
  if (given.deploymentId !== null)
    await tx.insertInto('lti.deployment').values({ platform_id: id, deployment_id: given.deploymentId }).execute();
  await record(tx, 'lti', {
    subjectType: 'lti-platform',
    subjectId: id,
    event: 'platform-registered',
    authorId: createdBy,
    at,
    reason: 'Plateforme enregistrée par un lien donné pour l’organisme.',
    after: { issuer: given.issuer, clientId: given.clientId },
  });
  return id;
}

/** @returns `false`: no such platform of this organisation in service */
export async function revokePlatform(tx: Tx, organisationId: string, id: string, { personId, at }: Act) {
  const revoked = await tx
    .updateTable('lti.platform')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (revoked.numUpdatedRows !== 1n) return false;
  await tx
    .updateTable('lti.session')
    .set({ expires_at: at })
    .where('platform_id', '=', id)
    .where('expires_at', '>', at)
    .execute();
  await record(tx, 'lti', {
    subjectType: 'lti-platform',
    subjectId: id,
    event: 'platform-revoked',
    authorId: personId,
    at,
    reason: 'Plateforme révoquée par l’organisme.',
  });
  return true;
}

/** What its manager reads: the last launch that was refused. No row is added. */
export const noteError = (db: DbOrTx, id: string, code: LaunchRefusalCode, at: Instant) =>
  db.updateTable('lti.platform').set({ last_error: code, last_error_at: at }).where('id', '=', id).execute();
