import type { Slice } from '../kernel/kernel.ts';
import { evaluationJobs } from './jobs.ts';
import { evaluationRoutes } from './routes.tsx';

export const evaluationSlice: Slice = {
  name: 'evaluation',
  routes: evaluationRoutes,
  jobs: evaluationJobs,
  nav: [
    { href: '/evaluation', label: 'Vos évaluations', rule: ['evaluator'], place: 'account', order: 30 },
    {
      href: '/agent/evaluation',
      label: 'Suivre l’évaluation',
      rule: ['instructing-officer', 'programme-manager'],
      place: 'account',
      order: 31,
    },
  ],
};
