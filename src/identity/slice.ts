import type { Slice } from '../kernel/kernel.ts';
import { identityJobs } from './jobs.ts';
import { identityRoutes } from './routes.tsx';

export const identitySlice: Slice = { name: 'identity', routes: identityRoutes, jobs: identityJobs };
