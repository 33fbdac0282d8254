import type { JobTable } from '../kernel/kernel.ts';
import { noteLapse } from './store/lapse.ts';
import { makeLetter } from './store/letters.ts';
import { makeMinutes } from './store/minutes.ts';
import { MAKE_LETTER, MAKE_MINUTES, NOTE_LAPSE } from './store/queues.ts';

export const committeeJobs: JobTable = {
  [MAKE_LETTER]: (kernel, { decisionId }) => makeLetter(kernel, String(decisionId)),
  [MAKE_MINUTES]: (kernel, { sessionId }) => makeMinutes(kernel, String(sessionId)),
  [NOTE_LAPSE]: (kernel, { applicationId, waveId, decisionId, reason, authorId, at }) =>
    noteLapse(kernel, {
      applicationId: String(applicationId),
      waveId: String(waveId),
      decisionId: String(decisionId),
      reason: String(reason),
      authorId: authorId === null ? null : String(authorId),
      at: new Date(String(at)),
    }),
};
