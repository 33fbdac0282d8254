import { createWave, publishWave, waveById } from '../../calls/index.ts';
import { type Instant, PARIS } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Cents } from '../../kernel/money.ts';
import { Refused, taken } from './stage.ts';

export interface WaveWanted {
  readonly callId: string;
  readonly name: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly envelopeCents: Cents;
  readonly managerId: string;
  readonly reason: string;
}

/** Prepares and publishes a wave as its manager does: form and rules frozen, envelope set aside. @returns its identifier */
export async function publishFictionalWave(kernel: Kernel, wanted: WaveWanted): Promise<string> {
  const { callId, name, opensAt, closesAt, envelopeCents, managerId, reason } = wanted;
  const act = { authorId: managerId, at: kernel.clock.now(), reason };
  const draft = { name, zone: PARIS, opensAt, closesAt, questionsCloseAt: null, envelopeCents };
  const id = await createWave(kernel, act, callId, { ...draft, outageRule: null, isDemonstration: true });
  if (id === null) throw new Refused('createWave', 'no-call');
  const version = (await waveById(kernel.db, id))?.version ?? 1;
  taken('publishWave', await publishWave(kernel, act, id, version));
  return id;
}
