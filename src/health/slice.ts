import type { Slice } from '../kernel/kernel.ts';
import { healthJobs, PROBE } from './jobs.ts';
import { healthRoutes } from './routes.tsx';

export const healthSlice: Slice = {
  name: 'health',
  routes: healthRoutes,
  jobs: healthJobs,
  schedules: { [PROBE]: '* * * * *' },
  nav: [{ href: '/etat', label: 'État du service', rule: 'public', place: 'footer', order: 40 }],
};
