import type { JobTable } from '../kernel/kernel.ts';
import { deliverScore, SEND_SCORE } from './store/scores.ts';
import { sweepNonces } from './store/sessions.ts';

export const SWEEP_NONCES = 'lti.sweep-nonces';

export const ltiJobs: JobTable = {
  [SEND_SCORE]: (kernel, { learnerId, lineItem }) => deliverScore(kernel, String(learnerId), String(lineItem)),
  [SWEEP_NONCES]: async ({ db, clock }) => void (await sweepNonces(db, clock.now())),
};
