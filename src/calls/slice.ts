import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Slice } from '../kernel/kernel.ts';
import { callsJobs } from './jobs.ts';
import { publicRoutes } from './routes/public.tsx';

export const callsSlice: Slice = {
  name: 'calls',
  routes: (kernel) => new Hono<AppEnv>().route('/', publicRoutes(kernel)),
  jobs: callsJobs,
  nav: [{ href: '/appels', label: 'Appels à projets', rule: 'public', place: 'main', order: 20 }],
};
