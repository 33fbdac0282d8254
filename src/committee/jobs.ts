import type { JobTable } from '../kernel/kernel.ts';
import { makeLetter } from './store/letters.ts';
import { makeMinutes } from './store/minutes.ts';
import { MAKE_LETTER, MAKE_MINUTES } from './store/queues.ts';

export const committeeJobs: JobTable = {
  [MAKE_LETTER]: (kernel, { decisionId }) => makeLetter(kernel, String(decisionId)),
  [MAKE_MINUTES]: (kernel, { sessionId }) => makeMinutes(kernel, String(sessionId)),
};
