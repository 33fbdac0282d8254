import { isMember } from '../../identity/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MyLine } from '../model/mine.ts';
import type { Resource, Version } from '../model/resource.ts';
import '../tables.ts';

const VERSIONS = 200;
const MINE = 200;

const HEAD = [
  'id',
  'ark_name as arkName',
  'organisation_id as organisationId',
  'published_version as publishedVersion',
  'published_at as publishedAt',
  'status',
] as const;

async function versionsOf(db: DbOrTx, resourceId: string): Promise<Version[]> {
  return db
    .selectFrom('commons.version')
    .select([
      'number',
      'state',
      'sha256',
      'file_name as fileName',
      'size_bytes as sizeBytes',
      'read_bytes as readBytes',
    ])
    .select(['report', 'refusals', 'description', 'changes', 'agreement_id as agreementId', 'tranche_id as trancheId'])
    .select(['edits', 'deposited_at as depositedAt', 'published_at as publishedAt'])
    .where('resource_id', '=', resourceId)
    .orderBy('number', 'desc')
    .limit(VERSIONS)
    .execute();
}

export async function resourceById(db: DbOrTx, id: string): Promise<Resource | null> {
  if (!isId(id)) return null;
  const head = await db.selectFrom('commons.resource').select(HEAD).where('id', '=', id).executeTakeFirst();
  return head ? { ...head, versions: await versionsOf(db, id) } : null;
}

/** `null`: no such resource, or this person is no member of its organisation. */
export async function resourceForMember(
  db: DbOrTx,
  id: string,
  personId: string,
  at: Instant,
): Promise<Resource | null> {
  const resource = await resourceById(db, id);
  if (resource === null) return null;
  return (await isMember(db, personId, resource.organisationId, at)) ? resource : null;
}

/** With its versions, whose changes then wait for this transaction. */
export async function lockForMember(tx: Tx, id: string, personId: string, at: Instant): Promise<Resource | null> {
  if (!isId(id)) return null;
  await tx.selectFrom('commons.resource').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  return resourceForMember(tx, id, personId, at);
}

export async function lockResource(tx: Tx, id: string): Promise<Resource | null> {
  if (!isId(id)) return null;
  await tx.selectFrom('commons.resource').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  return resourceById(tx, id);
}

/** Published, by the name of its ARK. */
export async function publishedByArk(db: DbOrTx, arkName: string): Promise<Resource | null> {
  const head = await db
    .selectFrom('commons.resource')
    .select(HEAD)
    .where('ark_name', '=', arkName)
    .where('published_version', 'is not', null)
    .executeTakeFirst();
  return head ? { ...head, versions: await versionsOf(db, head.id) } : null;
}

/** By the name of its ARK: what a curator took down. */
export async function takenDownByArk(db: DbOrTx, arkName: string): Promise<Resource | null> {
  const head = await db
    .selectFrom('commons.resource')
    .select(HEAD)
    .where('ark_name', '=', arkName)
    .where('status', '=', 'taken-down')
    .executeTakeFirst();
  return head ? { ...head, versions: await versionsOf(db, head.id) } : null;
}

/** Resources of these organisations, newest first, each with its last version. */
export async function resourcesOf(db: DbOrTx, organisationIds: readonly string[]): Promise<MyLine[]> {
  if (organisationIds.length === 0) return [];
  const rows = await db
    .selectFrom('commons.resource as r')
    .innerJoin('commons.version as v', 'v.resource_id', 'r.id')
    .distinctOn(['r.created_at', 'r.id'])
    .select(['r.id', 'r.ark_name as arkName', 'r.organisation_id as organisationId'])
    .select(['r.published_version as publishedVersion', 'v.number', 'v.state', 'v.sha256', 'v.file_name as fileName'])
    .select(['v.description', 'v.report', 'v.deposited_at as depositedAt'])
    .where('r.organisation_id', 'in', [...organisationIds])
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id')
    .orderBy('v.number', 'desc')
    .limit(MINE)
    .execute();
  return rows.map(({ description, report, ...row }) => ({
    ...row,
    title: description?.title ?? report?.found.title ?? null,
  }));
}

/** The resource of this organisation that has, or had, this file. */
export async function resourceOfFile(db: DbOrTx, organisationId: string, sha256: string): Promise<string | null> {
  const row = await db
    .selectFrom('commons.resource as r')
    .innerJoin('commons.version as v', 'v.resource_id', 'r.id')
    .select('r.id')
    .where('r.organisation_id', '=', organisationId)
    .where('v.sha256', '=', sha256)
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** A published resource that is the output of this tranche, or `null`: what was taken down delivers nothing. */
export async function outputOf(
  db: DbOrTx,
  { agreementId, trancheId }: { readonly agreementId: string; readonly trancheId: string },
): Promise<{ readonly resourceId: string } | null> {
  const row = await db
    .selectFrom('commons.version as v')
    .innerJoin('commons.resource as r', 'r.id', 'v.resource_id')
    .select('v.resource_id as resourceId')
    .where('v.agreement_id', '=', agreementId)
    .where('v.tranche_id', '=', trancheId)
    .where('v.state', '=', 'published')
    .where('r.status', '<>', 'taken-down')
    .executeTakeFirst();
  return row ?? null;
}
