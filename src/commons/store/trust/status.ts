import type { DbOrTx, Tx } from '../../../kernel/db.ts';
import { type Decision, refuse } from '../../../kernel/decision.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { record } from '../../../kernel/journal.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { post } from '../../../kernel/mail.ts';
import { takenDownLetter } from '../../messages/trust.ts';
import { foldArk } from '../../model/ark.ts';
import type { Resource } from '../../model/resource.ts';
import {
  type DeprecationAsked,
  decideDeprecate,
  decidePutBack,
  decideRestore,
  decideTakeDown,
  type NewStatus,
  type StatusChange,
  type StatusRefusal,
  type TakeDown,
} from '../../model/status.ts';
import { chainOf, type Depositor } from '../deposit.ts';
import { writeEntry } from '../entry.ts';
import { lockForMember, lockResource, publishedByArk } from '../read.ts';
import '../../tables.ts';

type Means = Pick<Kernel, 'db' | 'jobs' | 'config'>;
type Answered = Decision<NewStatus, StatusRefusal> | null;

const CHANGES = 200;

/** Newest first. */
export function statusChangesOf(db: DbOrTx, resourceId: string): Promise<StatusChange[]> {
  return db
    .selectFrom('commons.status_change')
    .select(['status', 'version', 'ground', 'reason', 'replaced_by as replacedBy', 'changed_at as changedAt'])
    .where('resource_id', '=', resourceId)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(CHANGES)
    .execute();
}

/** By a member of its organisation. `null`: no such resource for this person. */
export const deprecate = ({ db }: Means, by: Depositor, id: string, asked: DeprecationAsked): Promise<Answered> =>
  db.transaction().execute(async (tx) => {
    const resource = await lockForMember(tx, id, by.personId, by.at);
    if (resource === null) return null;
    return write(tx, by, resource, decideDeprecate(resource, asked.reason, await replacementOf(tx, asked.replacement)));
  });

export const restore = ({ db }: Means, by: Depositor, id: string, reason: string): Promise<Answered> =>
  db.transaction().execute(async (tx) => {
    const resource = await lockForMember(tx, id, by.personId, by.at);
    return resource ? write(tx, by, resource, decideRestore(resource, reason)) : null;
  });

/** By a curator; who maintains it is told. */
export const takeDown = ({ db, jobs, config }: Means, by: Depositor, id: string, asked: TakeDown): Promise<Answered> =>
  db.transaction().execute(async (tx) => {
    const resource = await lockResource(tx, id);
    if (resource === null) return null;
    const decision = await write(tx, by, resource, decideTakeDown(resource, asked));
    const shown = resource.versions.find(({ number }) => number === resource.publishedVersion);
    if (decision.changes && shown?.description)
      await post(tx, jobs, takenDownLetter(config, resource, shown.description, asked, by.at), by.at);
    return decision;
  });

export const putBack = ({ db }: Means, by: Depositor, id: string, reason: string): Promise<Answered> =>
  db.transaction().execute(async (tx) => {
    const resource = await lockResource(tx, id);
    if (resource === null) return null;
    const [last = null] = await statusChangesOf(tx, id);
    return write(tx, by, resource, decidePutBack(resource, last, reason));
  });

async function replacementOf(tx: Tx, typed: string) {
  if (typed === '') return null;
  const [, name = ''] = /ark:\/?\d{5}\/([\w-]+)/.exec(typed) ?? [];
  return (await publishedByArk(tx, foldArk(name))) ?? 'unknown';
}

const EVENTS = {
  'in-force': 'resource-restored',
  deprecated: 'resource-deprecated',
  'taken-down': 'resource-taken-down',
} as const;

async function write(tx: Tx, by: Depositor, resource: Resource, decision: Decision<NewStatus, StatusRefusal>) {
  if (decision.refusal !== null) return refuse(decision.refusal);
  const change = decision.changes;
  const { status, version, ground, reason, replacedBy } = change;
  await tx
    .insertInto('commons.status_change')
    .values({
      id: newId(),
      resource_id: resource.id,
      status,
      version,
      ground,
      reason,
      replaced_by: replacedBy,
      changed_by: by.personId,
      changed_at: by.at,
    })
    .execute();
  await tx
    .updateTable('commons.resource')
    .set({ status, status_at: by.at, ...shownAs(change, resource) })
    .where('id', '=', resource.id)
    .execute();
  if (resource.publishedVersion === null) await listAgain(tx, change, resource, by.at);
  await record(tx, chainOf(resource.id), {
    ...{ subjectType: 'resource', subjectId: resource.id, event: EVENTS[status], authorId: by.personId, at: by.at },
    reason,
    before: { status: resource.status },
    after: { status, version, ground, replacedBy },
  });
  return decision;
}

/** Taken down, the catalogue shows no version of it; put back, the one it showed. */
function shownAs({ status, version }: NewStatus, { versions, publishedVersion }: Resource) {
  if (status === 'taken-down') return { published_version: null, published_at: null };
  if (publishedVersion !== null) return {};
  const shown = versions.find(({ number }) => number === version);
  return { published_version: version, published_at: shown?.publishedAt ?? null };
}

/** Put back, it is found again. */
async function listAgain(tx: Tx, { version }: NewStatus, { id, versions }: Resource, at: Instant): Promise<void> {
  const shown = versions.find(({ number }) => number === version);
  if (!shown?.description || !shown.report || !shown.publishedAt) throw new Error(`no version ${version} to put back`);
  const { description, report, publishedAt } = shown;
  await writeEntry(tx, { resourceId: id, description, report, publishedAt }, at);
}
