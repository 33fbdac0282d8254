import { awardOf, OPEN_AGREEMENT } from '../committee/index.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { makeDocument } from './documents.ts';
import { sendLetters } from './letters.ts';
import { MAKE_DOCUMENT, SEND_LETTERS, WATCH_DEADLINES } from './store/jobs.ts';
import { watchDeadlines } from './store/lapse.ts';
import { openAgreement } from './store/open.ts';

/** A decision that no longer stands when the job runs opens nothing. */
async function open(kernel: Kernel, applicationId: string, decisionId: string): Promise<void> {
  const award = await awardOf(kernel.db, applicationId);
  if (award?.decisionId === decisionId) await openAgreement(kernel, award, kernel.clock.now());
}

export const grantsJobs: JobTable = {
  [OPEN_AGREEMENT]: (kernel, { applicationId, decisionId }) => open(kernel, String(applicationId), String(decisionId)),
  [MAKE_DOCUMENT]: (kernel, { agreementId, version, kind }) =>
    makeDocument(kernel, String(agreementId), Number(version), kind === 'signed' ? 'signed' : 'to-sign'),
  [SEND_LETTERS]: (kernel, data) => sendLetters(kernel, data),
  [WATCH_DEADLINES]: (kernel) => watchDeadlines(kernel, kernel.clock.now()),
};
