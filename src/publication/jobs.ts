import type { JobTable } from '../kernel/kernel.ts';
import { publishDue } from './store/publish.ts';
import { PUBLISH } from './store/queues.ts';

export const publicationJobs: JobTable = {
  [PUBLISH]: async (kernel) => {
    await publishDue(kernel, kernel.clock.now());
  },
};
