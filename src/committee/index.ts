export type { Award, Outcome } from './model/outcome.ts';
export { awardOf, OPEN_AGREEMENT } from './store/award.ts';
export { NOTE_LAPSE } from './store/queues.ts';
