import type { Generated } from 'kysely';
import type { Award } from '../committee/index.ts';
import type { Json, Once } from '../kernel/db.ts';
import type { AgreementState, Destination, VersionState } from './model/agreement.ts';
import type { Terms } from './model/terms.ts';
import type { Signature } from './model/whole.ts';

interface ClauseTable {
  key: Once<string>;
  position: number;
}

interface ClauseRevisionTable {
  key: Once<string>;
  revision: Once<number>;
  title: Once<string>;
  body: Once<string>;
  reason: Once<string>;
  published_at: Once<Date>;
  published_by: Once<string | null>;
}

interface WaveRuleTable {
  wave_id: Once<string>;
  sign_days: Generated<number>;
  warn_days: Generated<number>;
  advance_cap_percent: Generated<number>;
  advance_percent: Generated<number>;
  intermediate_percent: Generated<number>;
  balance_percent: Generated<number>;
}

interface AgreementTable {
  id: Once<string>;
  number: Once<string>;
  application_id: Once<string>;
  decision_id: Once<string>;
  wave_id: Once<string>;
  title: Once<string>;
  call_title: Once<string>;
  authority: Once<string>;
  outcome: Once<Award['outcome']>;
  requested_cents: Once<number>;
  granted_cents: Once<number>;
  award_id: Once<string>;
  decided_at: Once<Date>;
  letter_id: Once<string | null>;
  state: Generated<AgreementState>;
  open_version: number | null;
  in_force_version: number | null;
  sign_by: Date | null;
  warned_at: Date | null;
  total_cents: number;
  created_at: Once<Date>;
  signed_at: Date | null;
  closed_at: Date | null;
  closed_reason: string | null;
  lock_version: Generated<number>;
  words: Once<string>;
}

interface PartyTable {
  agreement_id: Once<string>;
  organisation_id: Once<string>;
}

interface VersionTable {
  agreement_id: Once<string>;
  number: Once<number>;
  reason: string;
  terms: Json<Terms>;
  state: Generated<VersionState>;
  text_sha256: string | null;
  created_by: Once<string | null>;
  created_at: Once<Date>;
  sent_at: Date | null;
  in_force_at: Date | null;
  closing: Generated<boolean>;
}

interface SignatureTable {
  agreement_id: Once<string>;
  version: Once<number>;
  signer: Once<string>;
  organisation: Once<string>;
  signatory_id: Once<string>;
  signatory_name: Once<string>;
  capacity: Once<string>;
  held_by: Once<Signature['heldBy']>;
  right_reference: Once<string | null>;
  provider: Once<string>;
  level: Once<Signature['level']>;
  proof: Json<Readonly<Record<string, unknown>>>;
  text_sha256: Once<string>;
  signed_at: Once<Date>;
}

export type DocumentKind = 'to-sign' | 'signed';

interface DocumentTable {
  agreement_id: Once<string>;
  version: Once<number>;
  kind: Once<DocumentKind>;
  content: Once<Buffer>;
  sha256: Once<string>;
  made_at: Once<Date>;
}

interface TerminationTable {
  id: Once<string>;
  agreement_id: Once<string>;
  reason: Once<string>;
  returns_to: Once<Destination>;
  opened_by: Once<string>;
  opened_at: Once<Date>;
  answer_until: Once<Date>;
  outcome: Generated<'terminated' | 'abandoned' | null>;
  ended_by: Generated<string | null>;
  ended_at: Generated<Date | null>;
  ended_reason: Generated<string | null>;
}

interface ObservationTable {
  id: Once<string>;
  termination_id: Once<string>;
  partner_id: Once<string>;
  organisation: Once<string>;
  body: Once<string>;
  written_by: Once<string>;
  written_at: Once<Date>;
}

interface TrancheAskedTable {
  agreement_id: Once<string>;
  tranche_id: Once<string>;
  asked_at: Once<Date>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'grants.clause': ClauseTable;
    'grants.clause_revision': ClauseRevisionTable;
    'grants.wave_rule': WaveRuleTable;
    'grants.agreement': AgreementTable;
    'grants.party': PartyTable;
    'grants.agreement_version': VersionTable;
    'grants.signature': SignatureTable;
    'grants.document': DocumentTable;
    'grants.termination': TerminationTable;
    'grants.observation': ObservationTable;
    'grants.tranche_asked': TrancheAskedTable;
  }
}
