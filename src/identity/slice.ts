import type { NavLink } from '../kernel/http.ts';
import type { Slice } from '../kernel/kernel.ts';
import { identityJobs } from './jobs.ts';
import { DELEGATING } from './routes/delegations.tsx';
import { identityRoutes } from './routes.tsx';

/** Beside the person's name, and the directory below every page. */
const NAV: readonly NavLink[] = [
  { href: '/compte', label: 'Mon compte', rule: 'signed-in', place: 'account', order: 80 },
  { href: '/compte/organisations', label: 'Mes organismes', rule: 'signed-in', place: 'account', order: 70 },
  {
    href: '/agent/roles',
    label: 'Rôles',
    rule: ['programme-manager', 'auditor'],
    place: 'account',
    order: 40,
  },
  { href: '/agent/delegations', label: 'Délégations', rule: DELEGATING, place: 'account', order: 45 },
  { href: '/organisations', label: 'Annuaire des organismes', rule: 'public', place: 'footer', order: 50 },
];

export const identitySlice: Slice = { name: 'identity', routes: identityRoutes, jobs: identityJobs, nav: NAV };
