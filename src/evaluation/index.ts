export { DOMAIN_LABELS } from './domains.ts';
export { CONFLICT_WORDS } from './messages.ts';
export {
  type Criterion,
  type GivenScore,
  type Grid,
  type Level,
  type RankingFile,
  type RankingInputs,
  type RankingScore,
  totalOf,
} from './model/grid.ts';
export { CONFLICTS, type Conflict } from './model/interests.ts';
export { type Conflicted, conflictOf, conflictsOfWave } from './store/interests.ts';
export { type FileOpinions, type Opinion, opinionsOf } from './store/opinions.ts';
export { type FreezeRefusal, type Freezing, freezeScores, rankingInputs } from './store/ranking.ts';
export { openedWaves } from './store/waves.ts';
