import { type Published, publishedVersion } from '../../commons/index.ts';
import type { Db, DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { HOUR_MS, type Instant, plus } from '../../kernel/instant.ts';
import type { Choosing, Launch, LaunchRefusal } from '../model/launch.ts';
import type { Platform } from '../model/platform.ts';
import { newSecret, sha256 } from './platforms.ts';
import '../tables.ts';

const SESSION_HOURS = 8;
const NONCE_HOURS = 2;
const SWEPT = 1000;

export interface Session {
  readonly id: string;
  readonly platformId: string;
  readonly learnerId: string;
  readonly arkName: string | null;
  readonly version: number | null;
  readonly attemptId: string | null;
  readonly lineItem: string | null;
  readonly choosing: Choosing | null;
}

/** A launch whose every rule holds: its nonce, its learner and its session, or nothing. */
export function openSession(
  db: Db,
  platform: Platform,
  launch: Launch,
  nonce: string,
  at: Instant,
): Promise<Decision<{ id: string; secret: string }, LaunchRefusal>> {
  return db.transaction().execute(async (tx) => {
    const opened = 'arkName' in launch.opens ? await publishedVersion(tx, launch.opens.arkName, null) : null;
    if ('arkName' in launch.opens && opened === null) return refuse({ code: 'resource-unknown' });
    if (!(await holdPlatform(tx, platform.id))) return refuse({ code: 'platform-revoked' });
    if (!(await takeNonce(tx, platform.id, nonce, at))) return refuse({ code: 'already-used' });
    await keepDeployment(tx, platform.id, launch.deploymentId);
    await tx.updateTable('lti.platform').set({ last_launch_at: at }).where('id', '=', platform.id).execute();
    return accept(await insertSession(tx, platform.id, launch, opened, at));
  });
}

async function takeNonce(tx: Tx, platformId: string, nonce: string, at: Instant): Promise<boolean> {
  const used = await tx
    .insertInto('lti.nonce')
    .values({ platform_id: platformId, nonce, expires_at: plus(at, NONCE_HOURS * HOUR_MS) })
    .onConflict((conflict) => conflict.columns(['platform_id', 'nonce']).doNothing())
    .executeTakeFirst();
  return used.numInsertedOrUpdatedRows === 1n;
}

async function insertSession(tx: Tx, platformId: string, launch: Launch, opened: Published | null, at: Instant) {
  const [id, secret] = [newId(), newSecret()];
  const learnerId = await ensureLearner(tx, platformId, launch.subject ?? `anonymous ${id}`, at);
  await tx
    .insertInto('lti.session')
    .values({
      ...{ id, platform_id: platformId, learner_id: learnerId, secret_sha256: sha256(secret) },
      ...{ ark_name: opened?.arkName ?? null, version: opened?.version.number ?? null, attempt_id: null },
      // Nobody is told the score of somebody they did not name.
      ...{ line_item: launch.subject === null ? null : launch.lineItem, roster_url: launch.rosterUrl },
      context_id: launch.contextId,
      choosing: 'choosing' in launch.opens ? JSON.stringify(launch.opens.choosing) : null,
      ...{ created_at: at, expires_at: plus(at, SESSION_HOURS * HOUR_MS) },
    })
    .execute();
  return { id, secret };
}

/** @returns whether it is still in service; its revocation waits for this transaction, or the reverse */
async function holdPlatform(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('lti.platform')
    .select('revoked_at')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.revoked_at === null;
}

const keepDeployment = (tx: Tx, platformId: string, deploymentId: string) =>
  tx
    .insertInto('lti.deployment')
    .values({ platform_id: platformId, deployment_id: deploymentId })
    .onConflict((conflict) => conflict.columns(['platform_id', 'deployment_id']).doNothing())
    .execute();

async function ensureLearner(tx: Tx, platformId: string, subject: string, at: Instant): Promise<string> {
  await tx
    .insertInto('lti.learner')
    .values({ id: newId(), platform_id: platformId, subject, created_at: at })
    .onConflict((conflict) => conflict.columns(['platform_id', 'subject']).doNothing())
    .execute();
  const row = await tx
    .selectFrom('lti.learner')
    .select('id')
    .where('platform_id', '=', platformId)
    .where('subject', '=', subject)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The session that this secret opens, while it lasts. */
export async function sessionOf(db: DbOrTx, id: string, secret: string, at: Instant): Promise<Session | null> {
  if (!isId(id) || secret === '') return null;
  const row = await db
    .selectFrom('lti.session')
    .select([
      ...(['id', 'platform_id as platformId', 'learner_id as learnerId', 'ark_name as arkName', 'version'] as const),
      ...(['attempt_id as attemptId', 'line_item as lineItem', 'choosing'] as const),
    ])
    .where('id', '=', id)
    .where('secret_sha256', '=', sha256(secret))
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return row ?? null;
}

export const keepAttempt = (db: DbOrTx, id: string, attemptId: string) =>
  db.updateTable('lti.session').set({ attempt_id: attemptId }).where('id', '=', id).execute();

/** A choice is sent once. @returns `false`: it was already */
export async function closeChoice(db: DbOrTx, id: string, at: Instant): Promise<boolean> {
  const closed = await db
    .updateTable('lti.session')
    .set({ expires_at: at })
    .where('id', '=', id)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return closed.numUpdatedRows === 1n;
}

/** Where the list of each group may be read, as the last launch of each one said. */
export async function rosterUrls(db: DbOrTx, platformId: string): Promise<{ contextId: string; url: string }[]> {
  const rows = await db
    .selectFrom('lti.session')
    .distinctOn('context_id')
    .select(['context_id as contextId', 'roster_url as url'])
    .where('platform_id', '=', platformId)
    .where('roster_url', 'is not', null)
    .where('context_id', 'is not', null)
    .orderBy('context_id')
    .orderBy('created_at', 'desc')
    .limit(50)
    .execute();
  return rows.flatMap(({ contextId, url }) => (contextId && url ? [{ contextId, url }] : []));
}

/** Those of these subjects who opened something here. */
export async function knownSubjects(db: DbOrTx, platformId: string, subjects: readonly string[]): Promise<Set<string>> {
  if (subjects.length === 0) return new Set();
  const rows = await db
    .selectFrom('lti.learner')
    .select('subject')
    .where('platform_id', '=', platformId)
    .where('subject', 'in', [...subjects])
    .execute();
  return new Set(rows.map(({ subject }) => subject));
}

/** Nonces that no valid token can bear any more. */
export const sweepNonces = (db: DbOrTx, at: Instant) =>
  db
    .deleteFrom('lti.nonce')
    .where('nonce', 'in', (of) => of.selectFrom('lti.nonce').select('nonce').where('expires_at', '<', at).limit(SWEPT))
    .where('expires_at', '<', at)
    .execute();
