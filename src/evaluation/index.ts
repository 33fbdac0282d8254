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
export { assignAutomatically, assignmentsOf } from './store/assignments.ts';
export { beginDraft, publishedGrid, publishGrid } from './store/grids.ts';
export { type Conflicted, conflictOf, conflictsOfWave, signDeclaration } from './store/interests.ts';
export { type FileOpinions, type Opinion, opinionsOf } from './store/opinions.ts';
export { type FreezeRefusal, type Freezing, freezeScores, rankingInputs } from './store/ranking.ts';
export { saveProfile } from './store/reading.ts';
export { reviewOf, writeReview } from './store/reviews.ts';
export { evaluatedWave, openEvaluation, openedWaves } from './store/waves.ts';
