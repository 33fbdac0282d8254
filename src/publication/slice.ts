import type { Slice } from '../kernel/kernel.ts';
import { publicationJobs } from './jobs.ts';
import { publicationRoutes } from './routes.tsx';
import { PUBLISH } from './store/queues.ts';

export const publicationSlice: Slice = {
  name: 'publication',
  routes: publicationRoutes,
  jobs: publicationJobs,
  schedules: { [PUBLISH]: '23 2 * * *' },
  nav: [
    { href: '/laureats', label: 'Lauréats', rule: 'public', place: 'main', order: 30 },
    { href: '/fil-de-l-euro', label: 'Le fil de l’euro', rule: 'public', place: 'footer', order: 29 },
    { href: '/donnees-ouvertes', label: 'Données ouvertes', rule: 'public', place: 'footer', order: 30 },
    {
      href: '/agent/publications',
      label: 'Publier les subventions',
      rule: ['programme-manager', 'auditor'],
      place: 'account',
      order: 48,
    },
  ],
};
