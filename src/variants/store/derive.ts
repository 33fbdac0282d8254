import { Readable } from 'node:stream';
import { factsOf, recordFile } from '../../kernel/file-facts.ts';
import type { StoredFile } from '../../kernel/files.ts';
import { MINUTE_MS, plus } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Form, isKept, type Reason, type Role, type Task } from '../model/plan.ts';
import type { Answer } from '../process/answer.ts';
import { LIMITS } from '../process/limits.ts';
import { type Outcome, runApart } from '../process/run.ts';
import { DERIVE } from '../store.ts';

/** Longer than a step may last with the tries of its job: after that, it died. */
const WAITS_MS = 15 * MINUTE_MS;
const WAITING_BATCH = 100;

interface Next {
  readonly source: string;
  readonly form: Form;
  readonly originalBytes: number;
  readonly name: string;
  readonly role: Role;
  readonly task: Task;
}

/**
 * Makes the next variant of a content, then queues the one after in the transaction that keeps it. Cut anywhere, it begins again at
 * the step that was not kept; a second run at the same time keeps nothing twice.
 *
 * @throws what the store of files throws (a full disk): the step stays to be done
 */
export async function deriveStep(kernel: Kernel, sha256: string): Promise<void> {
  const { db, files, clock } = kernel;
  const next = await nextOf(kernel, sha256);
  if (next === null) return;
  await db.updateTable('variants.source').set({ moved_at: clock.now() }).where('sha256', '=', sha256).execute();
  const outcome = await attempt(kernel, next);
  const kept = outcome.failure === null && isKept(next.role, outcome.bytes.length, next.originalBytes);
  const stored = kept ? await files.put(Readable.from([outcome.bytes])) : null;
  await keep(kernel, next, outcome, stored);
}

async function nextOf({ db }: Kernel, sha256: string): Promise<Next | null> {
  const row = await db
    .selectFrom('variants.step as s')
    .innerJoin('variants.source as o', 'o.sha256', 's.source_sha256')
    .select(['o.sha256 as source', 'o.form', 'o.size_bytes as originalBytes', 's.name', 's.role', 's.task'])
    .where('s.source_sha256', '=', sha256)
    .where('s.state', '=', 'waiting')
    .orderBy('s.rank')
    .executeTakeFirst();
  return row ?? null;
}

async function attempt({ db, files }: Kernel, next: Next): Promise<Outcome> {
  const facts = await factsOf(db, next.source);
  if (facts === null || facts.scanState === 'infected') return NOTHING('fault');
  if (next.originalBytes > LIMITS.sourceBytes[next.form]) return NOTHING('heavy');
  return runApart(next.task, await files.open(next.source), {
    timeMs: next.form === 'scene' ? LIMITS.sceneMs : LIMITS.pictureMs,
    answerBytes: Math.max(next.originalBytes, LIMITS.answerBytes),
  });
}

const NOTHING = (failure: 'fault' | 'heavy'): Outcome => ({ answer: null, bytes: null, failure });

async function keep(kernel: Kernel, next: Next, outcome: Outcome, stored: StoredFile | null): Promise<void> {
  const at = kernel.clock.now();
  await kernel.db.transaction().execute(async (tx) => {
    if (stored && outcome.answer) await recordFile(tx, stored, outcome.answer.mediaType, at);
    await tx.selectFrom('variants.source').select('sha256').where('sha256', '=', next.source).forUpdate().execute();
    const { numUpdatedRows } = await tx
      .updateTable('variants.step')
      .set({ ...resultOf(outcome, stored), done_at: at })
      .where('source_sha256', '=', next.source)
      .where('name', '=', next.name)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    await tx.updateTable('variants.source').set({ moved_at: at }).where('sha256', '=', next.source).execute();
    await kernel.jobs.enqueue(tx, DERIVE, { sha256: next.source });
  });
}

function resultOf({ answer, bytes, failure }: Outcome, stored: StoredFile | null) {
  if (stored !== null && answer !== null) return made(answer, stored);
  const reason: Reason = failure ?? 'not-lighter';
  const state = reason === 'not-lighter' ? ('dropped' as const) : ('failed' as const);
  return { state, reason, size_bytes: bytes?.length ?? null };
}

const made = ({ mediaType, width, height }: Answer, { sha256, sizeBytes }: StoredFile) => ({
  ...{ state: 'made' as const, sha256, media_type: mediaType, size_bytes: sizeBytes, width, height },
});

/** Contents whose next step never answered (a worker ended, a disk was full for long): they go on. */
export async function deriveWaiting({ db, jobs, clock }: Kernel): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const waiting = await tx
      .selectFrom('variants.source as o')
      .select('o.sha256')
      .where('o.moved_at', '<', plus(clock.now(), -WAITS_MS))
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('variants.step as s')
            .select('s.name')
            .whereRef('s.source_sha256', '=', 'o.sha256')
            .where('s.state', '=', 'waiting'),
        ),
      )
      .orderBy('o.moved_at')
      .limit(WAITING_BATCH)
      .execute();
    for (const { sha256 } of waiting) await jobs.enqueue(tx, DERIVE, { sha256 });
  });
}
