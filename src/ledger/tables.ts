import type { Filled } from '../kernel/db.ts';
import type { Book, Guard, Stage } from './model.ts';

/** Read only: `ledger.post()` alone writes, and the database refuses anyone else. */
interface AccountTable {
  id: Filled<string>;
  book: Filled<Book>;
  code: Filled<string>;
  stage: Filled<Stage>;
  scope: Filled<string>;
  guard: Filled<Guard>;
  balance: Filled<number>;
  version: Filled<number>;
  opened_at: Filled<Date>;
  closed_at: Filled<Date | null>;
}

interface TransferTable {
  id: Filled<string>;
  idempotency_key: Filled<string>;
  group_id: Filled<string>;
  journal_entry_id: Filled<string>;
  event: Filled<string>;
  book: Filled<Book>;
  from_account: Filled<string>;
  to_account: Filled<string>;
  amount_cents: Filled<number>;
  occurred_at: Filled<Date>;
  recorded_at: Filled<Date>;
  reverses: Filled<string | null>;
}

interface EntryTable {
  account_id: Filled<string>;
  version: Filled<number>;
  group_id: Filled<string>;
  delta: Filled<number>;
  balance_after: Filled<number>;
}

interface FlowTable {
  event: Filled<string>;
  book_kind: Filled<'AE' | 'CP'>;
  from_stage: Filled<Stage>;
  to_stage: Filled<Stage>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'ledger.account': AccountTable;
    'ledger.transfer': TransferTable;
    'ledger.entry': EntryTable;
    'ledger.flow': FlowTable;
  }
}
