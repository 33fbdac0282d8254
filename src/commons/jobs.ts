import type { JobTable } from '../kernel/kernel.ts';
import { EXAMINE } from './store/deposit.ts';
import { examineFile } from './store/examine.ts';

export const commonsJobs: JobTable = {
  [EXAMINE]: (kernel, { resourceId, number, sha256 }) =>
    examineFile(kernel, { resourceId: String(resourceId), number: Number(number), sha256: String(sha256) }),
};
