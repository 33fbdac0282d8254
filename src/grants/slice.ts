import type { Slice } from '../kernel/kernel.ts';
import { grantsJobs } from './jobs.ts';
import { WATCH_DEADLINES } from './store/jobs.ts';

export const grantsSlice: Slice = {
  name: 'grants',
  jobs: grantsJobs,
  schedules: { [WATCH_DEADLINES]: '7 * * * *' },
};
