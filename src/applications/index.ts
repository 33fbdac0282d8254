export { CHECK_LABELS, explain as explainCheck } from './messages/eligibility.ts';
export { APPLICATION_TABLE, type ApplicationEvent, type ApplicationState } from './model/application.ts';
export { type MandateState, type Partner, sirenOf } from './model/consortium.ts';
export type { Content as PrintableContent } from './model/content.ts';
export type { Application, Dossier } from './model/dossier.ts';
export type { Check, CheckState, DeMinimisDeclaration } from './model/eligibility.ts';
export type { Progress, StepProgress, StepState } from './model/progress.ts';
export { PrintedContent } from './pages/print.tsx';
export {
  type Actor as PlayedActor,
  commitPartners,
  joinAnnexes,
  joinPartners,
  writeBudget,
  writeValues,
} from './store/compose.ts';
export {
  type DepositAsked,
  type DepositContent,
  type DepositDraft,
  type DepositFile,
  draftForDeposit,
  lockForDeposit,
  lockForDeposits,
  type MissingItem,
  markDeposited,
  markWithdrawn,
  reopenForRedeposit,
} from './store/deposit.ts';
export { dossierFor as applicationForViewer } from './store/dossier.ts';
export { leaveLetter, type NewLetter, type Participant, participantsOf } from './store/letters.ts';
export { openApplication } from './store/open.ts';
export { draftOwners, type Recipient, recipientsOf, recipientsOfFile } from './store/people.ts';
export { countsByState, progressOfWave } from './store/progress.ts';
export { openChecker, type SealedCheck } from './store/sealed.ts';
export { readWhole } from './store/whole.ts';
