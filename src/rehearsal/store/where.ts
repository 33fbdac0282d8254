import { countsByState } from '../../applications/index.ts';
import { callById, type Wave, waveById, waveState } from '../../calls/index.ts';
import { committeeOf } from '../../committee/index.ts';
import { eligibleFiles } from '../../instruction/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { envelopeFigures } from '../../ledger/index.ts';
import type { Standing } from '../model/standing.ts';
import { playsOf } from './plays.ts';

/** Where a wave stands, as the slices themselves tell it. `null`: no such wave. */
export async function standingOf(db: DbOrTx, waveId: string, now: Instant): Promise<Standing | null> {
  const wave = await waveById(db, waveId);
  const call = wave ? await callById(db, wave.callId) : null;
  if (!wave || !call) return null;
  const plays = await playsOf(db, waveId);
  const committee = await committeeOf(db, waveId);
  const items = committee?.decided ? committee.items : [];
  const kept = (outcomes: readonly string[]) => items.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    ...waveFacts(wave, now),
    callSlug: call.slug,
    callTitle: call.title,
    deposited: (await countsByState(db, [waveId])).get(waveId)?.deposited ?? 0,
    eligible: (await eligibleFiles(db, waveId)).length,
    retained: kept(['retained', 'retained-for-less']),
    redirected: kept(['redirected']),
    money: await envelopeFigures(db, `wave:${waveId}:available`),
    plays,
    waitsUntil: plays.find(({ waitsUntil }) => waitsUntil !== null && waitsUntil > now)?.waitsUntil ?? null,
  };
}

const waveFacts = (wave: Wave, now: Instant) => ({
  waveId: wave.id,
  name: wave.name,
  state: waveState(wave, now),
  opensAt: wave.opensAt,
  closesAt: wave.closesAt,
});
