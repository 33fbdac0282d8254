export { WAVE_STATE_LABELS } from './messages.ts';
export {
  type Answer,
  type Answers,
  type FileAnswer,
  isFilled,
  type OrganisationAnswer,
  type TableRow,
} from './model/answer.ts';
export { INDICATOR_COLUMNS, WORK_PACKAGE_COLUMNS } from './model/answer-text.ts';
export { isAsked, type MissingField, missingFields, missingInSection, validateAnswer } from './model/answers.ts';
export type { Call, CallContent } from './model/call.ts';
export type {
  Column,
  Condition,
  Field,
  FieldKind,
  FormRevision,
  Indicator,
  Option,
  Section,
  WorkPackage,
} from './model/form.ts';
export { FAMILY_LABELS, RULE_KIND_LABELS, SCOPE_LABELS } from './model/labels.ts';
export { foldWords } from './model/question.ts';
export { FAMILIES, type Family, type Rule, type RuleKind, type Scope } from './model/rules.ts';
export { questionsOpen, type Wave, type WaveState, waveState } from './model/wave.ts';
export { follow as followCall } from './store/questions.ts';
export { createWave, publishWave } from './store/waves.ts';
export {
  callById,
  callBySlug,
  formRevisionById,
  listCalls,
  newestForm,
  openWaves,
  rulesOf,
  rulesOfWave,
  waveById,
  waveForDeposit,
  wavesOf,
} from './store.ts';
