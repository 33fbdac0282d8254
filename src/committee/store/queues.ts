/** Queued with the facts they follow. */
export const MAKE_LETTER = 'committee.make-letter';
export const MAKE_MINUTES = 'committee.make-minutes';
/** Queued by those who hold the agreement, as its award ends: the fields of `Lapse`, its instant written in ISO. */
export const NOTE_LAPSE = 'committee.note-lapse';
