/** Queues of this slice; their work is in `jobs.ts`. */
export const TELL_PARTNER = 'payments.tell-partner';
export const MAKE_RECOVERY_LETTER = 'payments.make-recovery-letter';
