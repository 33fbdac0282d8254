import type { Slice } from '../kernel/kernel.ts';
import { commonsJobs, EXAMINE_WAITING, REFRESH_ENTRIES } from './jobs.ts';
import { commonsRoutes } from './routes.tsx';

export const commonsSlice: Slice = {
  name: 'commons',
  routes: commonsRoutes,
  jobs: commonsJobs,
  schedules: { [EXAMINE_WAITING]: '*/15 * * * *', [REFRESH_ENTRIES]: '5-59/15 * * * *' },
  nav: [
    { href: '/communs', label: 'Communs', rule: 'public', place: 'main', order: 35 },
    { href: '/communs/mes-ressources', label: 'Mes ressources', rule: 'signed-in', place: 'account', order: 25 },
    {
      href: '/communs/relectures',
      label: 'Relire des ressources',
      rule: ['trainer', 'curator'],
      place: 'account',
      order: 26,
    },
    { href: '/communs/curation', label: 'Tenir les communs', rule: ['curator'], place: 'account', order: 27 },
  ],
};
