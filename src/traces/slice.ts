import type { Slice } from '../kernel/kernel.ts';
import { tracesJobs, tracesSchedules } from './jobs.ts';
import { xapiRoutes } from './routes/xapi.ts';
import { tracesRoutes } from './routes.tsx';

export const tracesSlice: Slice = {
  name: 'traces',
  routes: tracesRoutes,
  machine: xapiRoutes,
  jobs: tracesJobs,
  schedules: tracesSchedules,
};
