import type { Slice } from '../kernel/kernel.ts';
import { depositJobs } from './jobs.ts';
import { watchDeposits } from './routes/watch.ts';
import { depositRoutes } from './routes.tsx';

export const depositsSlice: Slice = {
  name: 'deposits',
  routes: depositRoutes,
  watch: watchDeposits,
  jobs: depositJobs,
};
