import type { Slice } from '../kernel/kernel.ts';
import { rankingRoutes } from './routes.tsx';

export const rankingSlice: Slice = {
  name: 'ranking',
  routes: rankingRoutes,
  nav: [
    {
      href: '/agent/classements',
      label: 'Classer et décider',
      rule: ['programme-manager', 'committee-member'],
      place: 'account',
      order: 32,
    },
  ],
};
