export { STAGES, type Stage, stageOf } from './model/stage.ts';
