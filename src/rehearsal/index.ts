export type { ActName, Outcome } from './model/act.ts';
export { ACTS } from './model/act.ts';
export { type CastPlan, castOf, type Kind } from './model/cast.ts';
export { fictionalPaper } from './play/paper.ts';
export { publishFictionalWave } from './play/scene.ts';
export type { Stage } from './play/stage.ts';
export { play } from './play.ts';
export { keepScene, scenes } from './store/scenes.ts';
