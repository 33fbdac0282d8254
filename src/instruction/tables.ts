import type { Generated } from 'kysely';
import type { SealedCheck } from '../applications/index.ts';
import type { Json, Once } from '../kernel/db.ts';
import type { AdverseOutcome, FileState, Outcome, PieceItem } from './model/file.ts';

interface WaveTable {
  wave_id: Once<string>;
  taken_in_at: Date;
  contradictory_days: Generated<number>;
}

interface FileTable {
  application_id: Once<string>;
  wave_id: Once<string>;
  deposit_id: Once<string>;
  receipt_number: Once<string>;
  seq: Once<number>;
  title: Once<string>;
  lead_name: Once<string>;
  lead_siret: Once<string>;
  requested_cents: Once<number>;
  received_at: Once<Date>;
  checks: Json<readonly SealedCheck[]>;
  failing: Once<number>;
  state: Generated<FileState>;
  due_at: Date | null;
  /** `YYYY-MM-DD`; read it with a cast to text. */
  implicit_on: string;
  version: Generated<number>;
  words: Once<string>;
}

interface VerdictTable {
  id: Once<string>;
  application_id: Once<string>;
  rule_key: Once<string>;
  computed: Once<SealedCheck['state']>;
  outcome: Once<'met' | 'unmet'>;
  reason: Once<string>;
  officer_id: Once<string>;
  at: Once<Date>;
  replaced_at: Date | null;
}

interface PieceRequestTable {
  id: Once<string>;
  application_id: Once<string>;
  items: Json<readonly PieceItem[]>;
  message: Once<string>;
  asked_by: Once<string>;
  asked_at: Once<Date>;
  due_at: Once<Date>;
  received_at: Date | null;
}

interface PieceFileTable {
  id: Once<string>;
  request_id: Once<string>;
  item_key: Once<string>;
  sha256: Once<string>;
  name: Once<string>;
  size_bytes: Once<number>;
  media_type: Once<string>;
  added_by: Once<string>;
  added_at: Once<Date>;
}

interface NoticeTable {
  id: Once<string>;
  application_id: Once<string>;
  outcome: Once<AdverseOutcome>;
  reasons: Once<string>;
  rule_keys: Once<string[]>;
  announced_by: Once<string>;
  announced_at: Once<Date>;
  answer_until: Once<Date>;
  answer: string | null;
  answered_by: string | null;
  answered_at: Date | null;
  closed_at: Date | null;
}

interface DecisionTable {
  application_id: Once<string>;
  outcome: Once<Outcome>;
  reasons: Once<string>;
  notice_id: Once<string | null>;
  officer_id: Once<string>;
  at: Once<Date>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'instruction.wave': WaveTable;
    'instruction.file': FileTable;
    'instruction.verdict': VerdictTable;
    'instruction.piece_request': PieceRequestTable;
    'instruction.piece_file': PieceFileTable;
    'instruction.notice': NoticeTable;
    'instruction.decision': DecisionTable;
  }
}
