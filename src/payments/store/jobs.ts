/** Queues of this slice; their work is in `jobs.ts`. */
export const TELL_PARTNER = 'payments.tell-partner';
