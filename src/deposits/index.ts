export type { DepositRefusal } from './model/deposit.ts';
export { addMonths, type ManifestFile, type Receipt, type ReceiptBody, type Service } from './model/receipt.ts';
export { SNAPSHOT_NAME } from './receipt/archive.ts';
export { receiptFonts } from './receipt/fonts.ts';
export { depositsPerHour, type HourCount, lateAttempts, type RefusedAttempts } from './store/activity.ts';
export { ensureKey } from './store/keys.ts';
export { type PlatformSignature, signatureHolds, signText } from './store/sign.ts';
export { type StandingDeposit, standingDeposit, standingDeposits } from './store/standing.ts';
export { NOTE_WITHDRAWAL } from './store/withdrawal.ts';
