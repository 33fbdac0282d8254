import type { DbOrTx, Tx } from '../kernel/db.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Planned, planOf } from './model/plan.ts';
import { type Progress, progressIn, type Step } from './model/progress.ts';
import type { Variant } from './model/variant.ts';
import './tables.ts';

export const DERIVE = 'variants.derive-step';

export interface Asked extends Planned {
  readonly sha256: string;
  readonly sizeBytes: number;
}

const STEPS = 50;
const SOURCES = 200;

/**
 * Asks that the variants of a stored content be derived, in the transaction that made it known. Asked again, what failed or still
 * waits begins again; what is made stays.
 */
export async function askVariants(tx: Tx, jobs: Kernel['jobs'], asked: Asked, at: Instant): Promise<void> {
  const steps = planOf(asked);
  await tx
    .insertInto('variants.source')
    .values({
      ...{ sha256: asked.sha256, form: asked.form, media_type: asked.mediaType, size_bytes: asked.sizeBytes },
      ...{ asked_at: at, moved_at: at },
    })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ moved_at: at }))
    .execute();
  const nothing = { reason: null, sha256: null, media_type: null, size_bytes: null, width: null, height: null };
  await tx
    .insertInto('variants.step')
    .values(
      steps.map(({ name, role, task }, rank) => ({
        ...{ source_sha256: asked.sha256, name, rank, role, task: JSON.stringify(task) },
        ...{ state: 'waiting' as const, ...nothing, done_at: null },
      })),
    )
    .onConflict((conflict) => conflict.columns(['source_sha256', 'name']).doNothing())
    .execute();
  await tx
    .updateTable('variants.step')
    .set({ state: 'waiting', reason: null, size_bytes: null, done_at: null })
    .where('source_sha256', '=', asked.sha256)
    .where('state', '=', 'failed')
    .execute();
  await jobs.enqueue(tx, DERIVE, { sha256: asked.sha256 });
}

/** What is ready of this content, the first to be shown first. */
export async function variantsOf(db: DbOrTx, sha256: string): Promise<Variant[]> {
  const rows = await db
    .selectFrom('variants.step')
    .select(['name', 'role', 'media_type as mediaType', 'sha256', 'size_bytes as sizeBytes', 'width', 'height'])
    .where('source_sha256', '=', sha256)
    .where('state', '=', 'made')
    .orderBy('rank')
    .limit(STEPS)
    .execute();
  return rows.flatMap(({ mediaType, sha256: made, sizeBytes, ...row }) =>
    mediaType !== null && made !== null && sizeBytes !== null ? [{ ...row, mediaType, sha256: made, sizeBytes }] : [],
  );
}

export const stepsOf = (db: DbOrTx, sha256: string): Promise<Step[]> =>
  db
    .selectFrom('variants.step')
    .select(['name', 'role', 'state', 'reason', 'size_bytes as sizeBytes'])
    .where('source_sha256', '=', sha256)
    .orderBy('rank')
    .limit(STEPS)
    .execute();

/** How far each of these contents is; those of which no variant is derived are absent. */
export async function progressOf(db: DbOrTx, sha256s: readonly string[]): Promise<Map<string, Progress>> {
  if (sha256s.length === 0) return new Map();
  const rows = await db
    .selectFrom('variants.step')
    .select(['source_sha256 as source', 'state'])
    .where('source_sha256', 'in', sha256s.slice(0, SOURCES))
    .execute();
  return new Map([...Map.groupBy(rows, ({ source }) => source)].map(([source, steps]) => [source, progressIn(steps)]));
}
