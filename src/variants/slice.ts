import type { Slice } from '../kernel/kernel.ts';
import { DERIVE_WAITING, variantsJobs } from './jobs.ts';

export const variantsSlice: Slice = {
  name: 'variants',
  jobs: variantsJobs,
  schedules: { [DERIVE_WAITING]: '*/15 * * * *' },
};
