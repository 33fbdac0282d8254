import type { Slice } from '../kernel/kernel.ts';
import { RESUME, rehearsalJobs } from './jobs.ts';
import { rehearsalRoutes } from './routes.tsx';

export const rehearsalSlice: Slice = {
  name: 'rehearsal',
  routes: rehearsalRoutes,
  jobs: rehearsalJobs,
  schedules: { [RESUME]: '* * * * *' },
};
