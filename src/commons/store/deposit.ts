import { sql } from 'kysely';
import { isMember } from '../../identity/index.ts';
import type { Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { attach, type FinishedUpload, finishedUpload } from '../../uploads/index.ts';
import { arkName } from '../model/ark.ts';
import { type CommonsRefusal, decideFile, isAtGate, openVersion, type Version } from '../model/resource.ts';
import { lockForMember, resourceOfFile } from './read.ts';
import '../tables.ts';

export const EXAMINE = 'commons.examine-file';
export const chainOf = (resourceId: string): string => `commons:${resourceId}`;

type Means = Pick<Kernel, 'db' | 'jobs' | 'config'>;
export interface Depositor {
  readonly personId: string;
  readonly at: Instant;
}

interface Deposited {
  readonly id: string;
  /** The organisation had deposited this very file: its resource is given back, and nothing is written. */
  readonly known: boolean;
}

/**
 * A new resource with its first version, under examination. The same file sent twice gives one resource.
 *
 * @returns `null`: the person is no member of this organisation
 */
export function depositResource(
  { db, jobs, config }: Means,
  by: Depositor,
  given: { readonly organisationId: string; readonly uploadId: string },
): Promise<Decision<Deposited, CommonsRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    if (!(await isMember(tx, by.personId, given.organisationId, by.at))) return null;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`commons ${given.organisationId}`}, 0))`.execute(tx);
    const sent = await finishedUpload(tx, given.uploadId, by.personId, 'resource');
    const known = sent ? await resourceOfFile(tx, given.organisationId, sent.sha256) : null;
    if (known !== null) return accept({ id: known, known: true });
    const file = await attach(tx, given.uploadId, by.personId, by.at, 'resource');
    if (file === null) return refuse({ code: 'file-gone' });
    const id = newId();
    await tx
      .insertInto('commons.resource')
      .values({
        id,
        ark_name: arkName(config.ARK_AUTHORITY, id),
        organisation_id: given.organisationId,
        created_by: by.personId,
        created_at: by.at,
        published_version: null,
        published_at: null,
      })
      .execute();
    await insertVersion(tx, id, 1, file, by);
    await afterFile(tx, jobs, id, 1, file, by);
    return accept({ id, known: false });
  });
}

/** Another file: in place of the version on its way, or as a new version after the published one. */
export function depositFile(
  { db, jobs }: Means,
  by: Depositor,
  given: { readonly resourceId: string; readonly uploadId: string },
): Promise<Decision<{ number: number }, CommonsRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    const resource = await lockForMember(tx, given.resourceId, by.personId, by.at);
    if (resource === null) return null;
    const sent = await finishedUpload(tx, given.uploadId, by.personId, 'resource');
    const open = openVersion(resource);
    if (open && sent && isAtGate(resource, sent.sha256)) return accept({ number: open.number });
    const decision = decideFile(resource);
    if (decision.refusal !== null) return decision;
    const file = await attach(tx, given.uploadId, by.personId, by.at, 'resource');
    if (file === null) return refuse({ code: 'file-gone' });
    const { number, replaces } = decision.changes;
    if (replaces)
      await tx
        .deleteFrom('commons.version')
        .where('resource_id', '=', resource.id)
        .where('number', '=', number)
        .execute();
    await insertVersion(tx, resource.id, number, file, by, keptOf(open, resource.versions[0]));
    await afterFile(tx, jobs, resource.id, number, file, by);
    return accept({ number });
  });
}

type Before = Pick<Version, 'description' | 'agreementId' | 'trancheId' | 'changes' | 'edits'>;

/** What was told of the file before is kept: the author changes what must be. What changed is told of one version. */
const keptOf = (open: Version | null, newest: Version | undefined): Before | null =>
  open ? { ...open, edits: open.edits + 1 } : newest ? { ...newest, changes: '', edits: 0 } : null;

async function insertVersion(
  tx: Tx,
  resourceId: string,
  number: number,
  file: FinishedUpload,
  by: Depositor,
  before: Before | null = null,
) {
  await tx
    .insertInto('commons.version')
    .values({
      ...{ resource_id: resourceId, number, state: 'examining', sha256: file.sha256 },
      ...{ file_name: file.name, size_bytes: file.sizeBytes, report: null, refusals: null },
      description: before?.description ? JSON.stringify(before.description) : null,
      ...{ agreement_id: before?.agreementId ?? null, tranche_id: before?.trancheId ?? null },
      ...{ changes: before?.changes ?? '', edits: before?.edits ?? 0 },
      ...{ deposited_by: by.personId, deposited_at: by.at, published_by: null, published_at: null },
    })
    .execute();
}

async function afterFile(
  tx: Tx,
  jobs: Kernel['jobs'],
  id: string,
  number: number,
  file: FinishedUpload,
  by: Depositor,
) {
  await jobs.enqueue(tx, EXAMINE, { resourceId: id, number, sha256: file.sha256 });
  await record(tx, chainOf(id), {
    ...{ subjectType: 'resource', subjectId: id, event: 'resource-deposited', authorId: by.personId, at: by.at },
    ...{ reason: 'Fichier déposé aux communs.', after: { number, sha256: file.sha256 } },
  });
}
