export type { ActName } from './model/act.ts';
export { type CastPlan, castOf, HOST as FICTIONAL_HOST, type Kind, siretOf } from './model/cast.ts';
export { fictionalPaper } from './play/paper.ts';
export { publishFictionalWave } from './play/scene.ts';
export { play } from './play.ts';
export { drainHeld, heldJobs } from './store/held.ts';
export { beat, claimPlay, finishPlay, replayedPlay } from './store/plays.ts';
export { keepScene, scenes } from './store/scenes.ts';
