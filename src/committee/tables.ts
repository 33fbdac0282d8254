import type { Generated } from 'kysely';
import type { Json, Once } from '../kernel/db.ts';
import type { DecisionKind, ItemOutcome, Outcome } from './model/outcome.ts';

interface WaveTable {
  wave_id: Once<string>;
  run_id: Once<string>;
  version: Generated<number>;
  opened_at: Once<Date>;
  opened_by: Once<string>;
  decided_at: Date | null;
  decided_by: string | null;
  decision_reason: string | null;
}

interface SessionTable {
  id: Once<string>;
  wave_id: Once<string>;
  number: Once<number>;
  held_at: Once<Date>;
  place: Once<string>;
  quorum: Once<number>;
  state: 'planned' | 'open' | 'adjourned' | 'closed';
  created_by: Once<string>;
  created_at: Once<Date>;
  opened_at: Date | null;
  closed_at: Date | null;
  closing_reason: string | null;
}

interface MemberTable {
  session_id: Once<string>;
  person_id: Once<string>;
  role: Once<'chair' | 'member'>;
  present: boolean;
}

interface RecusalTable {
  session_id: Once<string>;
  application_id: Once<string>;
  person_id: Once<string>;
  conflict: Once<string>;
  detail: Once<string>;
  recorded_by: Once<string>;
  at: Once<Date>;
}

interface ItemTable {
  application_id: Once<string>;
  wave_id: Once<string>;
  deposit_number: Once<string>;
  title: Once<string>;
  position: Once<number>;
  rank: Once<number>;
  requested_cents: Once<number>;
  computed_outcome: Once<ItemOutcome>;
  computed_cents: Once<number>;
  computed_reason: Once<string>;
  outcome: ItemOutcome;
  granted_cents: number;
  lever: string | null;
  reason: string;
}

interface MoveTable {
  id: Once<string>;
  session_id: Once<string>;
  application_id: Once<string>;
  from_outcome: Once<ItemOutcome>;
  from_cents: Once<number>;
  to_outcome: Once<ItemOutcome>;
  to_cents: Once<number>;
  to_lever: Once<string | null>;
  reason: Once<string>;
  author_id: Once<string>;
  at: Once<Date>;
}

interface DecisionTable {
  id: Once<string>;
  application_id: Once<string>;
  wave_id: Once<string>;
  version: Once<number>;
  previous_id: Once<string | null>;
  kind: Once<DecisionKind>;
  outcome: Once<Outcome>;
  requested_cents: Once<number>;
  granted_cents: Once<number>;
  lever: Once<string | null>;
  reasons: Once<string>;
  legal_basis: Once<string>;
  author_id: Once<string | null>;
  authority: Once<string>;
  session_id: Once<string | null>;
  decided_at: Once<Date>;
  letter_id: Once<string>;
}

interface LetterTable {
  id: Once<string>;
  decision_id: Once<string>;
  content: Json<unknown> | null;
  pdf: Buffer | null;
  made_at: Date | null;
  first_opened_at: Date | null;
  first_opened_by: string | null;
}

interface MinutesTable {
  session_id: Once<string>;
  pdf: Once<Buffer>;
  made_at: Once<Date>;
}

interface OpinionRequestTable {
  application_id: Once<string>;
  asked_by: Once<string>;
  asked_at: Once<Date>;
}

interface AppealTable {
  id: Once<string>;
  decision_id: Once<string>;
  kind: Once<'grace' | 'court'>;
  received_at: Once<Date>;
  filed_by: Once<string>;
  grounds: Once<string>;
  answer: 'rejected' | 'accepted' | null;
  answer_reasons: string | null;
  answered_by: string | null;
  answered_at: Date | null;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'committee.wave': WaveTable;
    'committee.session': SessionTable;
    'committee.member': MemberTable;
    'committee.recusal': RecusalTable;
    'committee.item': ItemTable;
    'committee.move': MoveTable;
    'committee.decision': DecisionTable;
    'committee.letter': LetterTable;
    'committee.minutes': MinutesTable;
    'committee.opinion_request': OpinionRequestTable;
    'committee.appeal': AppealTable;
  }
}
