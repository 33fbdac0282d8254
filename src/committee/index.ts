export type { CommitteeWave, Item } from './model/list.ts';
export type { Award, Outcome } from './model/outcome.ts';
export { awardOf, OPEN_AGREEMENT } from './store/award.ts';
export { decide as decideList } from './store/decide.ts';
export { moveFile } from './store/moves.ts';
export { NOTE_LAPSE } from './store/queues.ts';
export { convene, openSession } from './store/sessions.ts';
export { committeeOf } from './store/wave.ts';
