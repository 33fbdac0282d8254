import type { Slice } from '../kernel/kernel.ts';
import { depositJobs } from './jobs.ts';
import { depositRoutes } from './routes.tsx';

export const depositsSlice: Slice = { name: 'deposits', routes: depositRoutes, jobs: depositJobs };
