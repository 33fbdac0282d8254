export { EVENT_NAMES } from './labels.ts';
export type { FileState, Outcome } from './model/file.ts';
export { confirmAll, declareEligible, judgeRule } from './store/acts.ts';
export { announce, decideAfterNotice } from './store/adverse.ts';
export { eligibleFiles } from './store/eligible.ts';
export { fileById } from './store/file.ts';
export { takeIn } from './store/take-in.ts';
export { type ClosedWave, closedWaves } from './store/waves.ts';
