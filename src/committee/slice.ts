import type { Slice } from '../kernel/kernel.ts';
import { committeeJobs } from './jobs.ts';
import { committeeRoutes } from './routes.tsx';

export const committeeSlice: Slice = { name: 'committee', routes: committeeRoutes, jobs: committeeJobs };
