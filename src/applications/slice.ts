import type { Slice } from '../kernel/kernel.ts';
import { applicationRoutes } from './routes.tsx';

export const applicationsSlice: Slice = {
  name: 'applications',
  routes: applicationRoutes,
  nav: [{ href: '/dossiers', label: 'Mes dossiers', rule: ['applicant'], place: 'main', order: 30 }],
};
