export { KIND_LABELS as TRANCHE_KIND_LABELS, trancheName } from './labels.ts';
export { AGREEMENT_STATES, type AgreementState } from './model/agreement.ts';
export type { AgreementFilters, AgreementLine, AgreementPage } from './model/list.ts';
export { type Evidence, type PartnerAmount, TRANCHE_KINDS, type TrancheKind } from './model/terms.ts';
export type { Agreement } from './model/whole.ts';
export { currentVersion, missingPartners } from './model/whole.ts';
export { typedName } from './signing.ts';
export { freeTranche, noteTrancheAsked } from './store/asked.ts';
export { send as sendAgreement } from './store/draft.ts';
export {
  type AgreementInForce,
  agreementInForce,
  type InForcePartner,
  type InForceTranche,
} from './store/in-force.ts';
export { AGREEMENT_ENDED, PUBLISH_AGREEMENTS } from './store/jobs.ts';
export { agreementsOf, type InForceHead, inForceHeads } from './store/list.ts';
export { openAgreement } from './store/open.ts';
export { agreementById, lockAgreement } from './store/read.ts';
export { type ScheduledAmount, schedulesOpen } from './store/schedules.ts';
export { sign as signAgreement } from './store/sign.ts';
