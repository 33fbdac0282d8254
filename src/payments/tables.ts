import type { Generated } from 'kysely';
import type { Once } from '../kernel/db.ts';
import type { BatchState, Effect, OrderState } from './model/order.ts';
import type { RequestState, Step, TrancheKind, Verdict } from './model/request.ts';

interface RequestTable {
  id: Once<string>;
  agreement_id: Once<string>;
  agreement_number: Once<string>;
  agreement_version: Once<number>;
  tranche_id: Once<string>;
  kind: Once<TrancheKind>;
  label: Once<string>;
  /** `YYYY-MM-DD`; read it with a cast to text. */
  due_on: Once<string>;
  partner_id: Once<string>;
  organisation_id: Once<string>;
  partner_name: Once<string>;
  award_id: Once<string>;
  instrument: Once<string | null>;
  party_sirens: Once<string[]>;
  required_evidence: Once<string[]>;
  asked_cents: Once<number>;
  state: Generated<RequestState>;
  clarification: string | null;
  certified_cents: number | null;
  version: Generated<number>;
  opened_by: Once<string>;
  opened_at: Once<Date>;
  submitted_by: string | null;
  submitted_at: Date | null;
  ended_at: Generated<Date | null>;
  ended_by: Generated<string | null>;
  ended_reason: Generated<string | null>;
}

interface EvidenceTable {
  id: Once<string>;
  agreement_id: Once<string>;
  tranche_id: Once<string>;
  key: Once<string>;
  sha256: Once<string | null>;
  name: Once<string | null>;
  size_bytes: Once<number | null>;
  statement: Once<string | null>;
  added_by: Once<string>;
  added_at: Once<Date>;
}

interface ExpenseLineTable {
  id: Once<string>;
  request_id: Once<string>;
  supplier_siren: Once<string>;
  invoice_number: Once<string>;
  invoice_key: Once<string>;
  /** `YYYY-MM-DD`; read it with a cast to text. */
  invoiced_on: Once<string>;
  label: Once<string>;
  amount_cents: Once<number>;
  sha256: Once<string>;
  file_name: Once<string>;
  size_bytes: Once<number>;
  added_by: Once<string>;
  added_at: Once<Date>;
  verdict: Verdict | null;
  accepted_cents: number | null;
  reason: string | null;
  judged_by: string | null;
  judged_at: Date | null;
  /** Its request ended: the invoice may come back in another. */
  released_at: Generated<Date | null>;
}

interface VisaTable {
  request_id: Once<string>;
  step: Once<Step>;
  person_id: Once<string>;
  sirens: Once<string[]>;
  journal_entry_id: Once<string>;
  at: Once<Date>;
}

interface WithdrawnVisaTable {
  request_id: Once<string>;
  step: Once<Exclude<Step, 'approved-2'>>;
  person_id: Once<string>;
  journal_entry_id: Once<string>;
  at: Once<Date>;
  withdrawn_by: Once<string>;
  withdrawn_at: Once<Date>;
  reason: Once<string>;
  withdrawal_entry_id: Once<string>;
}

interface PaymentOrderTable {
  id: Once<string>;
  request_id: Once<string>;
  amount_cents: Once<number>;
  year: Once<number>;
  instrument: Once<string>;
  ordered_at: Once<Date>;
  state: Generated<OrderState>;
  sent_at: Generated<Date | null>;
  paid_at: Generated<Date | null>;
  paid_group_id: Generated<string | null>;
  failed_at: Generated<Date | null>;
  failure_code: Generated<string | null>;
  failure: Generated<string | null>;
}

interface BankAccountTable {
  id: Once<string>;
  organisation_id: Once<string>;
  siren: Once<string>;
  holder: Once<string>;
  bic: Once<string>;
  iban_sealed: Once<Buffer>;
  iban_hash: Once<Buffer>;
  iban_shown: Once<string>;
  proof_sha256: Once<string>;
  proof_name: Once<string>;
  proof_size_bytes: Once<number>;
  declared_by: Once<string>;
  declared_at: Once<Date>;
  confirmed_by: Generated<string | null>;
  confirmed_at: Generated<Date | null>;
  confirmer_sirens: Generated<string[] | null>;
  check_made: Generated<string | null>;
  ended_at: Generated<Date | null>;
  ended_by: Generated<string | null>;
  end_reason: Generated<string | null>;
}

interface BatchTable {
  id: Once<string>;
  number: Once<number>;
  state: Generated<BatchState>;
  orders: Once<number>;
  total_cents: Once<number>;
  /** `YYYY-MM-DD`; read it with a cast to text. */
  execute_on: Once<string>;
  debtor_name: Once<string>;
  debtor_shown: Once<string>;
  sha256: Once<string>;
  size_bytes: Once<number>;
  content_sealed: Once<Buffer>;
  made_by: Once<string>;
  made_at: Once<Date>;
  handed_by: Generated<string | null>;
  handed_at: Generated<Date | null>;
  cancelled_by: Generated<string | null>;
  cancelled_at: Generated<Date | null>;
  cancel_reason: Generated<string | null>;
}

interface BatchLineTable {
  batch_id: Once<string>;
  order_id: Once<string>;
  bank_account_id: Once<string>;
  amount_cents: Once<number>;
  live: Generated<boolean>;
}

interface BankReturnTable {
  id: Once<string>;
  sha256: Once<string>;
  name: Once<string>;
  format: Once<'pain.002' | 'csv'>;
  lines: Once<number>;
  read_by: Once<string>;
  read_at: Once<Date>;
  applied_by: Generated<string | null>;
  applied_at: Generated<Date | null>;
}

interface BankReturnLineTable {
  return_id: Once<string>;
  rank: Once<number>;
  reference: Once<string>;
  order_id: Once<string | null>;
  batch_id: Once<string | null>;
  said: Once<'executed' | 'rejected' | 'pending'>;
  amount_cents: Once<number | null>;
  code: Once<string | null>;
  reason: Once<string>;
  effect: Generated<Effect | 'none' | null>;
  /** JSON of an `OutcomeRefusal`. */
  refusal: Generated<string | null>;
}

interface RecoveryTable {
  id: Once<string>;
  number: Once<number>;
  request_id: Once<string>;
  amount_cents: Once<number>;
  reason: Once<string>;
  /** `YYYY-MM-DD`; read it with a cast to text. */
  due_on: Once<string>;
  opened_by: Once<string>;
  opened_at: Once<Date>;
  cancelled_at: Generated<Date | null>;
  cancelled_by: Generated<string | null>;
  cancelled_reason: Generated<string | null>;
}

interface RecoveryReturnTable {
  id: Once<string>;
  recovery_id: Once<string>;
  amount_cents: Once<number>;
  /** `YYYY-MM-DD`; read it with a cast to text. */
  received_on: Once<string>;
  reference: Once<string>;
  recorded_by: Once<string>;
  recorded_at: Once<Date>;
  journal_entry_id: Once<string>;
}

interface RecoveryLetterTable {
  recovery_id: Once<string>;
  content: Once<Buffer>;
  sha256: Once<string>;
  made_at: Once<Date>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'payments.request': RequestTable;
    'payments.evidence': EvidenceTable;
    'payments.recovery': RecoveryTable;
    'payments.recovery_return': RecoveryReturnTable;
    'payments.recovery_letter': RecoveryLetterTable;
    'payments.expense_line': ExpenseLineTable;
    'payments.visa': VisaTable;
    'payments.withdrawn_visa': WithdrawnVisaTable;
    'payments.payment_order': PaymentOrderTable;
    'payments.bank_account': BankAccountTable;
    'payments.batch': BatchTable;
    'payments.batch_line': BatchLineTable;
    'payments.bank_return': BankReturnTable;
    'payments.bank_return_line': BankReturnLineTable;
  }
}
