import type { Slice } from '../kernel/kernel.ts';
import { programmeRoutes } from './routes.tsx';

export const programmeSlice: Slice = {
  name: 'programme',
  routes: programmeRoutes,
  nav: [{ href: '/plan', label: 'Le plan', rule: 'public', place: 'main', order: 10 }],
};
