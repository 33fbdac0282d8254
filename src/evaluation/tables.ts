import type { Generated } from 'kysely';
import type { Filled, Json, Once } from '../kernel/db.ts';
import type { Criterion } from './model/grid.ts';
import type { TieKind } from './model/interests.ts';
import type { FileView } from './model/reading.ts';

interface GridRevisionTable {
  id: Once<string>;
  call_id: Once<string>;
  number: Once<number>;
  criteria: Json<readonly Criterion[]>;
  version: Generated<number>;
  created_at: Once<Date>;
  published_at: Date | null;
  published_by: string | null;
}

interface WaveTable {
  wave_id: Once<string>;
  call_id: Once<string>;
  grid_revision_id: Once<string>;
  blinded: Once<boolean>;
  experts_per_file: number;
  opened_at: Once<Date>;
  opened_by: Once<string>;
  frozen_at: Date | null;
  frozen_by: string | null;
}

interface FileTable {
  application_id: Once<string>;
  wave_id: Once<string>;
  deposit_id: Once<string>;
  deposit_number: Once<string>;
  seq: Once<number>;
  title: Once<string>;
  requested_cents: Once<number>;
  base_cents: Once<number>;
  axis: Once<string | null>;
  territories: Once<string[]>;
  sectors: Once<string[]>;
  transverse: Once<boolean>;
  content: Json<FileView>;
  words: Once<string>;
  taken_at: Once<Date>;
  withdrawn_at: Date | null;
}

interface FilePartyTable {
  application_id: Once<string>;
  siren: Once<string>;
  origin: Once<'partner' | 'linked'>;
}

interface ExpertTable {
  person_id: Once<string>;
  domains: string[];
  capacity: number;
  updated_at: Date;
}

interface TieTable {
  id: Once<string>;
  person_id: Once<string>;
  siren: Once<string | null>;
  application_id: Once<string | null>;
  kind: Once<TieKind>;
  detail: Once<string>;
  declared_by: Once<string>;
  declared_at: Once<Date>;
  ended_at: Date | null;
}

interface OrganisationLinkTable {
  id: Once<string>;
  siren_a: Once<string>;
  siren_b: Once<string>;
  reason: Once<string>;
  recorded_by: Once<string>;
  recorded_at: Once<Date>;
}

interface DeclarationTable {
  person_id: Once<string>;
  wave_id: Once<string>;
  text_version: Once<string>;
  signed_at: Once<Date>;
}

interface AssignmentTable {
  application_id: Once<string>;
  person_id: Once<string>;
  origin: Once<'automatic' | 'manual'>;
  assigned_by: Once<string>;
  assigned_at: Once<Date>;
  recused_at: Date | null;
  recused_by: string | null;
  recusal_reason: string | null;
}

interface ReviewTable {
  application_id: Once<string>;
  person_id: Once<string>;
  grid_revision_id: Once<string>;
  opinion: Generated<string>;
  version: Generated<number>;
  updated_at: Date;
  submitted_at: Date | null;
}

interface ScoreTable {
  application_id: Once<string>;
  person_id: Once<string>;
  criterion_key: Once<string>;
  level: number | null;
  comment: Generated<string>;
  updated_at: Date;
}

interface ScoreHistoryTable {
  id: Filled<number>;
  application_id: Once<string>;
  person_id: Once<string>;
  criterion_key: Once<string>;
  level: Once<number | null>;
  comment: Once<string>;
  at: Once<Date>;
}

interface HearingTable {
  id: Once<string>;
  wave_id: Once<string>;
  starts_at: Once<Date>;
  ends_at: Once<Date>;
  place: Once<string>;
  proposed_by: Once<string>;
  proposed_at: Once<Date>;
  application_id: string | null;
  booked_by: string | null;
  booked_at: Date | null;
  minutes: string | null;
  minutes_by: string | null;
  minutes_at: Date | null;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'evaluation.grid_revision': GridRevisionTable;
    'evaluation.wave': WaveTable;
    'evaluation.file': FileTable;
    'evaluation.file_party': FilePartyTable;
    'evaluation.expert': ExpertTable;
    'evaluation.tie': TieTable;
    'evaluation.organisation_link': OrganisationLinkTable;
    'evaluation.declaration': DeclarationTable;
    'evaluation.assignment': AssignmentTable;
    'evaluation.review': ReviewTable;
    'evaluation.score': ScoreTable;
    'evaluation.score_history': ScoreHistoryTable;
    'evaluation.hearing': HearingTable;
  }
}
