import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Slice } from '../kernel/kernel.ts';
import { callsJobs } from './jobs.ts';
import { editorRoutes } from './routes/editor.tsx';
import { manageRoutes } from './routes/manage.tsx';
import { publicRoutes } from './routes/public.tsx';
import { rulesRoutes } from './routes/rules.tsx';
import { textRoutes } from './routes/text.tsx';
import { APPLY_OUTAGE_RULE } from './store/outage.ts';

export const callsSlice: Slice = {
  name: 'calls',
  routes: (kernel) =>
    new Hono<AppEnv>()
      .route('/', publicRoutes(kernel))
      .route('/', textRoutes(kernel))
      .route('/', manageRoutes(kernel))
      .route('/', editorRoutes(kernel))
      .route('/', rulesRoutes(kernel)),
  jobs: callsJobs,
  schedules: { [APPLY_OUTAGE_RULE]: '* * * * *' },
  nav: [
    { href: '/appels', label: 'Appels à projets', rule: 'public', place: 'main', order: 20 },
    { href: '/agent/appels', label: 'Gérer les appels', rule: ['programme-manager'], place: 'account', order: 20 },
  ],
};
