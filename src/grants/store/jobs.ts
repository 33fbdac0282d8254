/** Queues of this slice; their work is in `jobs.ts`. */
export const MAKE_DOCUMENT = 'grants.make-document';
export const SEND_LETTERS = 'grants.send-letters';
export const WATCH_DEADLINES = 'grants.watch-deadlines';
/** An agreement has ended: what its partners still prepare is closed. */
export const AGREEMENT_ENDED = 'payments.agreement-ended';
/** An agreement has just come into force: the publication slice makes it public. */
export const PUBLISH_AGREEMENTS = 'publication.publish';
