/** Queued with the facts they follow. */
export const MAKE_LETTER = 'committee.make-letter';
export const MAKE_MINUTES = 'committee.make-minutes';
