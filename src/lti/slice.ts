import type { Slice } from '../kernel/kernel.ts';
import { ltiJobs, SWEEP_NONCES } from './jobs.ts';
import { ltiDoor } from './routes/door.tsx';
import { platformRoutes } from './routes/platforms.tsx';

export const ltiSlice: Slice = {
  name: 'lti',
  machine: ltiDoor,
  routes: platformRoutes,
  jobs: ltiJobs,
  schedules: { [SWEEP_NONCES]: '27 * * * *' },
};
