import type { Slice } from '../kernel/kernel.ts';
import { grantsJobs } from './jobs.ts';
import { grantsRoutes } from './routes.tsx';
import { WATCH_DEADLINES } from './store/jobs.ts';

export const grantsSlice: Slice = {
  name: 'grants',
  routes: grantsRoutes,
  jobs: grantsJobs,
  schedules: { [WATCH_DEADLINES]: '7 * * * *' },
  nav: [
    {
      href: '/agent/conventions',
      label: 'Conventions',
      rule: ['programme-manager', 'instructing-officer', 'certifier', 'payment-officer', 'auditor'],
      place: 'account',
      order: 40,
    },
    { href: '/conventions', label: 'Mes conventions', rule: ['applicant'], place: 'account', order: 12 },
  ],
};
