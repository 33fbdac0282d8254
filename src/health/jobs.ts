import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { recordProbe } from './store.ts';

export const PROBE = 'health.probe';
const PROBE_MS = 10_000;

/** Asks the public address whether it is ready, as a visitor would. A worker that cannot write leaves the minute silent. */
async function probe({ config, db, clock }: Kernel): Promise<void> {
  const at = clock.now();
  const ready = await fetch(new URL('/sante/pret', config.PUBLIC_URL), { signal: AbortSignal.timeout(PROBE_MS) }).then(
    (response) => response.ok,
    () => false,
  );
  await recordProbe(db, at, ready);
}

export const healthJobs: JobTable = { [PROBE]: probe };
