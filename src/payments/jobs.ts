import { AGREEMENT_ENDED } from '../grants/index.ts';
import type { JobTable } from '../kernel/kernel.ts';
import { tellPartner } from './letters.ts';
import { makeRecoveryLetter } from './recovery-letter.ts';
import { MAKE_RECOVERY_LETTER, TELL_PARTNER } from './store/jobs.ts';
import { endDrafts } from './store/undo.ts';

export const paymentsJobs: JobTable = {
  [AGREEMENT_ENDED]: (kernel, { agreementId }) => endDrafts(kernel, String(agreementId), kernel.clock.now()),
  [MAKE_RECOVERY_LETTER]: (kernel, { recoveryId }) => makeRecoveryLetter(kernel, String(recoveryId)),
  [TELL_PARTNER]: (kernel, { requestId }) => tellPartner(kernel, String(requestId)),
};
