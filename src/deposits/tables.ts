import type { Filled, Once } from '../kernel/db.ts';

interface SigningKeyTable {
  id: Once<string>;
  /** SPKI, PEM. */
  public_key: Once<string>;
  sealed_private_key: Once<Buffer>;
  valid_from: Once<Date>;
  valid_until: Date | null;
}

interface DepositTable {
  id: Once<string>;
  application_id: Once<string>;
  call_id: Once<string>;
  wave_id: Once<string>;
  number: Once<number>;
  version: Once<string>;
  deposited_by: Once<string>;
  received_at: Once<Date>;
  recorded_at: Filled<Date>;
  snapshot: Once<string>;
  manifest: Once<string>;
}

interface WaveChainTable {
  wave_id: Once<string>;
  seq: number;
  hash: Buffer;
}

interface ReceiptTable {
  deposit_id: Once<string>;
  wave_id: Once<string>;
  seq: Once<number>;
  number: Once<string>;
  body: Once<string>;
  content_sha256: Once<Buffer>;
  prev_hash: Once<Buffer>;
  hash: Once<Buffer>;
  key_id: Once<string>;
  signature: Once<Buffer>;
}

export type DocumentKind = 'pdf' | 'time-stamp';

interface ReceiptDocumentTable {
  deposit_id: Once<string>;
  kind: Once<DocumentKind>;
  content: Once<Buffer>;
  made_at: Once<Date>;
}

interface AttemptTable {
  id: Once<string>;
  application_id: Once<string>;
  wave_id: Once<string>;
  person_id: Once<string>;
  code: Once<string>;
  received_at: Once<Date>;
  closes_at: Once<Date>;
  recorded_at: Filled<Date>;
}

interface WithdrawalTable {
  application_id: Once<string>;
  deposit_id: Once<string>;
  withdrawn_by: Once<string>;
  withdrawn_at: Once<Date>;
  reason: Once<string>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'deposits.signing_key': SigningKeyTable;
    'deposits.deposit': DepositTable;
    'deposits.wave_chain': WaveChainTable;
    'deposits.receipt': ReceiptTable;
    'deposits.receipt_document': ReceiptDocumentTable;
    'deposits.attempt': AttemptTable;
    'deposits.withdrawal': WithdrawalTable;
  }
}
