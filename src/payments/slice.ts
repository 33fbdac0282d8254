import type { Slice } from '../kernel/kernel.ts';
import { paymentsJobs } from './jobs.ts';
import { paymentsRoutes } from './routes.tsx';

export const paymentsSlice: Slice = {
  name: 'payments',
  routes: paymentsRoutes,
  jobs: paymentsJobs,
  nav: [
    { href: '/paiements', label: 'Demander un paiement', rule: ['applicant'], place: 'account', order: 26 },
    {
      href: '/agent/paiements',
      label: 'Certifier et payer',
      rule: ['certifier', 'payment-officer', 'programme-manager'],
      place: 'account',
      order: 45,
    },
  ],
};
