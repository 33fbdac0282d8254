import type { Slice } from '../kernel/kernel.ts';
import { trackingJobs } from './jobs.ts';
import { FOLLOWERS } from './routes/target.ts';
import { trackingRoutes } from './routes.tsx';

export const trackingSlice: Slice = {
  name: 'tracking',
  routes: trackingRoutes,
  jobs: trackingJobs,
  nav: [{ href: '/agent/suivi', label: 'Suivre les vagues', rule: FOLLOWERS, place: 'account', order: 21 }],
};
