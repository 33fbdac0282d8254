import type { JobTable } from '../kernel/kernel.ts';
import { abandonSilent } from './store/ends.ts';

export const ABANDON_SILENT = 'cmi5.abandon-silent';

export const cmi5Jobs: JobTable = {
  [ABANDON_SILENT]: async (kernel) => void (await abandonSilent(kernel)),
};
