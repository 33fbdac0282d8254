import type { Slice } from '../kernel/kernel.ts';
import { instructionJobs, TAKE_IN } from './jobs.ts';
import { instructionRoutes } from './routes.tsx';

export const instructionSlice: Slice = {
  name: 'instruction',
  routes: instructionRoutes,
  jobs: instructionJobs,
  schedules: { [TAKE_IN]: '* * * * *' },
  nav: [
    {
      href: '/agent/instruction',
      label: 'Instruire les dossiers',
      rule: ['instructing-officer', 'programme-manager'],
      place: 'account',
      order: 30,
    },
  ],
};
