import { sql } from 'kysely';
import { type DbOrTx, sqlState, type Tx } from '../../../kernel/db.ts';
import { type Decision, refuse } from '../../../kernel/decision.ts';
import { newId } from '../../../kernel/ids.ts';
import { record } from '../../../kernel/journal.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Resource } from '../../model/resource.ts';
import {
  decideLabel,
  decideReview,
  decideWithdraw,
  type GivenReview,
  type Label,
  type LabelledLine,
  type PeerLink,
  type PeerReview,
  REVIEWS_NEEDED,
  type ReviewRefusal,
  type Trust,
} from '../../model/review.ts';
import { chainOf, type Depositor } from '../deposit.ts';
import { lockResource } from '../read.ts';
import '../../tables.ts';

type Means = Pick<Kernel, 'db'>;

const REVIEWS = 50;
const LABELS = 50;
const LINK_STATE = 'DF001';

function reviewsOf(db: DbOrTx, resourceId: string, version: number): Promise<PeerReview[]> {
  return db
    .selectFrom('commons.review')
    .select(['version', 'reviewer_id as reviewerId', 'levels', 'comment', 'favourable', 'written_at as writtenAt'])
    .where('resource_id', '=', resourceId)
    .where('version', '=', version)
    .orderBy('written_at')
    .orderBy('reviewer_id')
    .limit(REVIEWS)
    .execute();
}

function labelsOf(db: DbOrTx, resourceId: string, version: number): Promise<Label[]> {
  return db
    .selectFrom('commons.label')
    .select(['version', 'given_at as givenAt', 'withdrawn_at as withdrawnAt', 'withdrawn_reason as withdrawnReason'])
    .where('resource_id', '=', resourceId)
    .where('version', '=', version)
    .orderBy('given_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LABELS)
    .execute();
}

export const trustOf = async (db: DbOrTx, resourceId: string, version: number): Promise<Trust> => ({
  version,
  reviews: await reviewsOf(db, resourceId, version),
  labels: await labelsOf(db, resourceId, version),
});

/** Why this person may not judge this version, as the database says it. */
export async function peerLink(
  db: DbOrTx,
  personId: string,
  resourceId: string,
  version: number,
): Promise<PeerLink | null> {
  const { rows } = await sql<{
    link: PeerLink | null;
  }>`select commons.peer_link(${personId}, ${resourceId}, ${version}) as link`.execute(db);
  return rows[0]?.link ?? null;
}

const LISTED = 200;

/** In force, with fewer favourable reviews than the label asks; the one that waits the longest first. */
export async function resourcesToReview(db: DbOrTx): Promise<LabelledLine[]> {
  const { rows } = await sql<Omit<LabelledLine, 'publishedAt'> & { publishedAt: Date }>`
    select r.id, v.description ->> 'title' as title, v.number as version, r.published_at as "publishedAt",
      (select count(*)::int from commons.review w
        where w.resource_id = r.id and w.version = v.number and w.favourable) as favourable
    from commons.resource r join commons.version v on v.resource_id = r.id and v.number = r.published_version
    where r.status = 'in-force' and (select count(*) from commons.review w
      where w.resource_id = r.id and w.version = v.number and w.favourable) < ${REVIEWS_NEEDED}
    order by r.published_at, r.id limit ${LISTED}`.execute(db);
  return rows;
}

interface Held {
  readonly resource: Resource;
  readonly trust: Trust;
  readonly link: PeerLink | null;
}

async function hold(tx: Tx, by: Depositor, resourceId: string): Promise<Held | null> {
  const resource = await lockResource(tx, resourceId);
  if (resource === null || resource.publishedVersion === null) return null;
  const version = resource.publishedVersion;
  return {
    resource,
    trust: await trustOf(tx, resourceId, version),
    link: await peerLink(tx, by.personId, resourceId, version),
  };
}

type Answer<Changes> = Decision<Changes, ReviewRefusal> | null;

/** `null`: no such resource in the catalogue. */
export function writePeerReview(
  { db }: Means,
  by: Depositor,
  resourceId: string,
  read: number,
  given: GivenReview,
): Promise<Answer<GivenReview>> {
  const work = db.transaction().execute(async (tx) => {
    const held = await hold(tx, by, resourceId);
    if (held === null) return null;
    const decision = decideReview(held.trust, read, { ...held, personId: by.personId }, given);
    if (decision.refusal !== null) return refuse(decision.refusal);
    await tx
      .insertInto('commons.review')
      .values({
        ...{ resource_id: resourceId, version: read, reviewer_id: by.personId, written_at: by.at },
        ...{ levels: JSON.stringify(given.levels), comment: given.comment, favourable: given.favourable },
      })
      .execute();
    await journal(tx, by, resourceId, 'resource-reviewed', given.comment, {
      ...{ version: read, favourable: given.favourable, levels: given.levels },
    });
    return decision;
  });
  return walled(work);
}

export function giveLabel(
  { db }: Means,
  by: Depositor,
  resourceId: string,
  read: number,
): Promise<Answer<{ version: number }>> {
  const work = db.transaction().execute(async (tx) => {
    const held = await hold(tx, by, resourceId);
    if (held === null) return null;
    const decision = decideLabel(held.trust, read, { ...held, personId: by.personId });
    if (decision.refusal !== null) return refuse(decision.refusal);
    const { version } = decision.changes;
    await tx
      .insertInto('commons.label')
      .values({
        ...{ id: newId(), resource_id: resourceId, version, given_by: by.personId, given_at: by.at },
        ...{ withdrawn_by: null, withdrawn_at: null, withdrawn_reason: null },
      })
      .execute();
    await journal(tx, by, resourceId, 'label-given', 'Deux avis favorables de pairs sans lien.', { version });
    return decision;
  });
  return walled(work);
}

export function withdrawLabel(
  { db }: Means,
  by: Depositor,
  resourceId: string,
  reason: string,
): Promise<Answer<{ reason: string }>> {
  return db.transaction().execute(async (tx) => {
    const held = await hold(tx, by, resourceId);
    if (held === null) return null;
    const decision = decideWithdraw(held.trust, reason);
    if (decision.refusal !== null) return refuse(decision.refusal);
    const { version } = held.trust;
    await tx
      .updateTable('commons.label')
      .set({ withdrawn_by: by.personId, withdrawn_at: by.at, withdrawn_reason: reason })
      .where('resource_id', '=', resourceId)
      .where('version', '=', version)
      .where('withdrawn_at', 'is', null)
      .execute();
    await journal(tx, by, resourceId, 'label-withdrawn', reason, { version });
    return decision;
  });
}

const journal = (tx: Tx, by: Depositor, resourceId: string, event: string, reason: string, after: object) =>
  record(tx, chainOf(resourceId), {
    ...{ subjectType: 'resource', subjectId: resourceId, event, authorId: by.personId, at: by.at, reason, after },
  });

/** The last wall says which link it saw. */
async function walled<Changes>(work: Promise<Answer<Changes>>): Promise<Answer<Changes>> {
  try {
    return await work;
  } catch (error) {
    if (sqlState(error) !== LINK_STATE) throw error;
    return refuse({ code: 'link', link: String((error as { detail?: unknown }).detail) as PeerLink });
  }
}
