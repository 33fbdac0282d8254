import { unavailableMinutes } from '../../health/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { DAY_MS, HOUR_MS, type Instant, plus } from '../../kernel/instant.ts';
import { isRehearsal } from '../../kernel/rehearsal.ts';
import { computedExtension, outageWindowStart } from '../model/outage.ts';
import type { Wave } from '../model/wave.ts';
import { waveOf } from '../store.ts';
import type { Means } from './act.ts';
import { announce } from './amendments.ts';
import { fact, onWave, updateWave } from './waves.ts';

export const APPLY_OUTAGE_RULE = 'calls.apply-outage-rule';

/** Longest window of the rule, in hours: see `calls.wave.outage_hours`. */
const MAX_HOURS = 168;
const MAX_WAVES = 200;

/** Waves near their closing, or closed since less than a day: an outage may last across the closing. */
export async function wavesUnderRule(db: DbOrTx, now: Instant): Promise<Wave[]> {
  const rows = await db
    .selectFrom('calls.wave')
    .selectAll()
    .where('published_at', 'is not', null)
    .where('is_historical', '=', false)
    .where('outage_minutes', 'is not', null)
    .where('closes_at', '>', plus(now, -DAY_MS))
    .where('closes_at', '<', plus(now, MAX_HOURS * HOUR_MS))
    .orderBy('closes_at')
    .limit(MAX_WAVES)
    .execute();
  return rows.map(waveOf);
}

/** Moves the closing as the rule says and announces it; a second run moves nothing. @returns the new closing, or `null` */
export function applyOutageRule(means: Means, waveId: string, now: Instant): Promise<Instant | null> {
  return onWave(means, waveId, async (tx, wave) => {
    if (wave.outageRule === null) return null;
    const { outageRule: rule, baseClosesAt, baseDecidedAt } = wave;
    const start = outageWindowStart(rule, baseClosesAt, baseDecidedAt);
    const isOwedToNobody = wave.isDemonstration || (await isRehearsal(tx));
    const unavailable = await unavailableMinutes(tx, start, now, now, isOwedToNobody ? 'ignored' : 'counts');
    const { closesAt, minutes } = computedExtension(rule, unavailable, baseClosesAt, baseDecidedAt);
    if (closesAt <= wave.closesAt || closesAt <= now) return null;
    await updateWave(tx, waveId, { closes_at: closesAt, version: wave.version + 1 });
    const reason = `Le dépôt a été indisponible ${minutes} minutes depuis les ${rule.hours} heures qui précédaient la clôture, au-delà des ${rule.minutes} minutes que la règle publiée admet.`;
    await announce(
      tx,
      means,
      { authorId: null, at: now, reason },
      {
        callId: wave.callId,
        waveId,
        kind: 'rule-extension',
        title: `${wave.name} : report de droit`,
        source: 'Règle de report publiée avec la vague',
        changes: [fact('Clôture', wave.closesAt, closesAt, wave.zone)],
      },
    );
    return closesAt;
  });
}
