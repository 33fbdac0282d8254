export { EVENT_NAMES } from './labels.ts';
export type { FileState, Outcome } from './model/file.ts';
export { eligibleFiles } from './store/eligible.ts';
export { takeIn } from './store/take-in.ts';
export { type ClosedWave, closedWaves } from './store/waves.ts';
