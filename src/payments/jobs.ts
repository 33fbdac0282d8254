import type { JobTable } from '../kernel/kernel.ts';
import { tellPartner } from './letters.ts';
import { TELL_PARTNER } from './store/jobs.ts';

export const paymentsJobs: JobTable = {
  [TELL_PARTNER]: (kernel, { requestId }) => tellPartner(kernel, String(requestId)),
};
