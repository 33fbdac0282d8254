export { PROPOSAL_LABELS, scoreText, WHY_WORDS } from './labels.ts';
export type { FrozenInputs, RankingSettings } from './model/inputs.ts';
export { matches } from './model/quota.ts';
export { isFunded, type RankedLine, type RankingOutput } from './model/rank.ts';
export type { Run } from './model/run.ts';
export { weightsOf } from './model/score.ts';
export type { Why } from './model/select.ts';
export { availableCents, freezeRanking, type RankingFreeze, runOf } from './store/runs.ts';
