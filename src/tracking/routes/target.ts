import { type Call, callById, type Wave, waveById, waveState } from '../../calls/index.ts';
import type { AppContext, Role } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';

/** Those who follow a wave. */
export const FOLLOWERS: readonly Role[] = ['programme-manager', 'instructing-officer'];

/** Those who write to its candidates. */
export const WRITERS: readonly Role[] = ['programme-manager'];

export interface Target {
  readonly call: Call;
  readonly wave: Wave;
}

/** A wave received here, published or over. `null`: none of this address. */
export async function targetOf(kernel: Kernel, c: AppContext): Promise<Target | null> {
  const id = c.req.param('wave') ?? '';
  const wave = isId(id) ? await waveById(kernel.db, id) : null;
  if (!wave || wave.isHistorical || waveState(wave, c.var.receivedAt) === 'draft') return null;
  const call = await callById(kernel.db, wave.callId);
  return call ? { call, wave } : null;
}
