export type { DepositRefusal } from './model/deposit.ts';
export type { ManifestFile, Receipt, ReceiptBody, Service } from './model/receipt.ts';
export { depositsPerHour, type HourCount, lateAttempts, type RefusedAttempts } from './store/activity.ts';
