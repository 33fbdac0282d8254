import type { JobTable } from '../kernel/kernel.ts';
import { deriveStep, deriveWaiting } from './store/derive.ts';
import { DERIVE } from './store.ts';

export const DERIVE_WAITING = 'variants.derive-waiting';

export const variantsJobs: JobTable = {
  [DERIVE]: (kernel, { sha256 }) => deriveStep(kernel, String(sha256)),
  [DERIVE_WAITING]: (kernel) => deriveWaiting(kernel),
};
