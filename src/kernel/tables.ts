import type { ColumnType } from 'kysely';
import type { Filled, Once } from './db.ts';

interface JournalEntryTable {
  chain: Once<string>;
  seq: Once<number>;
  id: Once<string>;
  body: Once<string>;
  prev_hash: Once<Buffer>;
  hash: Once<Buffer>;
  recorded_at: Filled<Date>;
  subject_type: Filled<string>;
  subject_id: Filled<string>;
  event: Filled<string>;
  author_id: Filled<string | null>;
}

interface MailMessageTable {
  id: Once<string>;
  to_address: Once<string>;
  subject: Once<string>;
  text_body: Once<string>;
  about: Once<string>;
  queued_at: Once<Date>;
  sent_at: Date | null;
  once_key: Once<string>;
  claimed_until: ColumnType<Date | null, never, Date | null>;
}

export type ScanState = 'not_scanned' | 'clean' | 'infected';

interface FileTable {
  sha256: Once<string>;
  size_bytes: Once<number>;
  media_type: Once<string>;
  stored_at: Once<Date>;
  scan_state: ScanState;
  scanned_at: Date | null;
}

interface MarkTable {
  name: Once<string>;
  value: string;
}

interface ParkedFormTable {
  key: Once<string>;
  sealed: Once<Buffer>;
  expires_at: Once<Date>;
}

declare module './db.ts' {
  interface Tables {
    'kernel.mark': MarkTable;
    'kernel.journal_entry': JournalEntryTable;
    'kernel.mail_message': MailMessageTable;
    'kernel.file': FileTable;
    'kernel.parked_form': ParkedFormTable;
  }
}
