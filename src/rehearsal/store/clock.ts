import { type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { moveClock, type Speed } from '../../kernel/rehearsal.ts';
import { type ClockRefusal, decideJump } from '../model/clock.ts';

type Means = Pick<Kernel, 'db' | 'jobs' | 'clock'>;

/**
 * Moves the clock forward, and queues at once what the days between would have done: a closing, a deadline, a publication.
 * The database refuses to go back, whoever asks.
 */
export async function jump(
  { db, jobs, clock }: Means,
  personId: string,
  to: Instant,
  speed: Speed,
): Promise<Decision<{ readonly to: Instant }, ClockRefusal>> {
  const moved = await db.transaction().execute(async (tx) => {
    const now = clock.now();
    const decision = decideJump(now, to);
    if (decision.refusal !== null) return decision;
    if ((await moveClock(tx, to, speed)) !== 'moved') return refuse({ code: 'backwards', now, to } as const);
    await record(tx, 'rehearsal', {
      ...{ subjectType: 'clock', subjectId: 'rehearsal', event: 'clock-moved', authorId: personId, at: to },
      ...{ reason: 'Saut de l’horloge de la répétition.', before: { at: now }, after: { at: to } },
    });
    await jobs.enqueueScheduled(tx);
    return decision;
  });
  await clock.sync?.();
  return moved;
}

export async function changeSpeed({ db, clock }: Means, personId: string, speed: Speed): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if ((await moveClock(tx, null, speed)) !== 'moved') throw new Error('no clock to speed up');
    await record(tx, 'rehearsal', {
      ...{ subjectType: 'clock', subjectId: 'rehearsal', event: 'clock-paced', authorId: personId, at: clock.now() },
      ...{ reason: `L’horloge va ${speed} fois plus vite que le temps réel.`, after: { speed } },
    });
  });
  await clock.sync?.();
}
