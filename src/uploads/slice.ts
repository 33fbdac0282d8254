import type { Slice } from '../kernel/kernel.ts';
import { CLEAN_UP, RESCAN, uploadJobs } from './jobs.ts';
import { uploadRoutes } from './routes.ts';

export const uploadsSlice: Slice = {
  name: 'uploads',
  routes: uploadRoutes,
  jobs: uploadJobs,
  schedules: { [CLEAN_UP]: '17 * * * *', [RESCAN]: '*/30 * * * *' },
};
