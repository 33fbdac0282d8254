import type { JobTable } from '../kernel/kernel.ts';
import { EXAMINE } from './store/deposit.ts';
import { refreshEntries } from './store/entry.ts';
import { examineFile, examineWaiting } from './store/examine.ts';

export const EXAMINE_WAITING = 'commons.examine-waiting';
export const REFRESH_ENTRIES = 'commons.refresh-entries';

export const commonsJobs: JobTable = {
  [EXAMINE]: (kernel, { resourceId, number, sha256 }) =>
    examineFile(kernel, { resourceId: String(resourceId), number: Number(number), sha256: String(sha256) }),
  [EXAMINE_WAITING]: (kernel) => examineWaiting(kernel),
  [REFRESH_ENTRIES]: async (kernel) => {
    await refreshEntries(kernel);
  },
};
