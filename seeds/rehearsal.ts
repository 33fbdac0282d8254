import { DEFFINUM_SLUG } from '../src/calls/fixtures.ts';
import { callBySlug } from '../src/calls/index.ts';
import { peopleWithRole } from '../src/identity/index.ts';
import { DAY_MS, type Instant, plus, zonedInstant, zonedLocal } from '../src/kernel/instant.ts';
import { euros } from '../src/kernel/money.ts';
import { type CastPlan, type Kind, keepScene, publishFictionalWave, scenes } from '../src/rehearsal/index.ts';
import type { Chapter } from './world.ts';

const kind = (scope: Kind['scope'], sector: Kind['sector']): Kind => ({ scope, sector });

/** Twelve files, one of them ineligible, six retained, one redirected: a wave that an afternoon can hold. */
export const REHEARSED: CastPlan = {
  seed: 2027,
  prefix: 'rep',
  envelopeCents: euros(12_000_000),
  retained: [
    kind('national', 'health-social'),
    kind('national', 'construction'),
    kind('national', null),
    kind('inter-regional', 'agriculture'),
    kind('national', 'transport'),
    kind('national', null),
  ],
  redirected: [kind('national', 'digital')],
  refused: 4,
  ineligible: 1,
};
const ENVELOPE = euros(20_000_000);
const REASON = 'Vague fictive de la répétition générale.';

/** Local hour of the day so many days after. */
const dayAt = (now: Instant, days: number, hour: string): Instant =>
  zonedInstant(`${zonedLocal(plus(now, days * DAY_MS)).slice(0, 10)}T${hour}`);

/** The fictional wave of a rehearsal, published and not yet open. */
export const rehearsalChapter: Chapter = async (kernel, say) => {
  const { db, clock, config } = kernel;
  if (!config.REHEARSAL || (await scenes(db)).length > 0) return;
  say('La vague fictive de la répétition');
  const now = clock.now();
  const call = await callBySlug(db, DEFFINUM_SLUG);
  const [manager] = await peopleWithRole(db, 'programme-manager', now);
  if (!call || !manager) throw new Error('a rehearsal needs its call and its manager');
  const waveId = await publishFictionalWave(kernel, {
    ...{ callId: call.id, name: '[Fictif] Vague de répétition', managerId: manager.id, reason: REASON },
    ...{ opensAt: dayAt(now, 7, '09:00'), closesAt: dayAt(now, 37, '12:00'), envelopeCents: ENVELOPE },
  });
  await keepScene(db, { waveId, plan: REHEARSED }, now);
};
