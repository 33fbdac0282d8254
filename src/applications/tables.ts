import type { Json, Once } from '../kernel/db.ts';
import type { ApplicationState } from './model/application.ts';
import type { MandateState } from './model/consortium.ts';
import type { StatementKind } from './model/statements.ts';

interface ApplicationTable {
  id: Once<string>;
  wave_id: Once<string>;
  form_revision_id: Once<string>;
  state: ApplicationState;
  title: string;
  created_by: Once<string>;
  client_key: Once<string>;
  created_at: Once<Date>;
  touched_at: Date;
  first_deposited_at: Date | null;
  last_deposited_at: Date | null;
}

interface PartnerTable {
  id: Once<string>;
  application_id: Once<string>;
  organisation_id: Once<string>;
  siret: Once<string>;
  name: Once<string>;
  is_lead: Once<boolean>;
  family: string | null;
  is_association: boolean | null;
  mandate_state: MandateState;
  sections: string[];
  added_at: Once<Date>;
  removed_at: Date | null;
}

interface MemberTable {
  application_id: Once<string>;
  person_id: Once<string>;
  partner_id: string;
  name: string;
  joined_at: Once<Date>;
}

interface InvitationTable {
  id: Once<string>;
  application_id: Once<string>;
  partner_id: Once<string>;
  email: Once<string>;
  token_hash: Once<Buffer>;
  invited_by: Once<string>;
  invited_at: Once<Date>;
  expires_at: Once<Date>;
  accepted_at: Date | null;
  accepted_by: string | null;
  revoked_at: Date | null;
}

interface FieldTable {
  application_id: Once<string>;
  key: Once<string>;
  value: Json<unknown>;
  version: number;
  updated_by: string | null;
  updated_at: Date;
}

interface FieldHistoryTable {
  id: Once<string>;
  application_id: Once<string>;
  key: Once<string>;
  version: Once<number | null>;
  from_value: Json<unknown>;
  to_value: Json<unknown>;
  author_id: Once<string>;
  at: Once<Date>;
}

interface FieldConflictTable {
  id: Once<string>;
  application_id: Once<string>;
  key: Once<string>;
  base_version: number;
  value: Json<unknown>;
  author_id: Once<string>;
  at: Date;
  resolved_at: Date | null;
  resolved_by: string | null;
  kept: 'current' | 'other' | null;
}

interface PresenceTable {
  application_id: Once<string>;
  person_id: Once<string>;
  section_key: string;
  seen_at: Date;
}

interface StatementTable {
  id: Once<string>;
  application_id: Once<string>;
  partner_id: Once<string>;
  kind: Once<StatementKind>;
  text_version: Once<string>;
  content: Json<unknown>;
  signatory_id: Once<string>;
  signatory_name: Once<string>;
  signatory_capacity: Once<string>;
  signed_at: Once<Date>;
  replaced_at: Date | null;
}

interface LetterTable {
  id: Once<string>;
  wave_id: Once<string>;
  subject: Once<string>;
  body: Once<string>;
  at: Once<Date>;
}

interface LetterToTable {
  application_id: Once<string>;
  letter_id: Once<string>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'applications.application': ApplicationTable;
    'applications.partner': PartnerTable;
    'applications.member': MemberTable;
    'applications.invitation': InvitationTable;
    'applications.field': FieldTable;
    'applications.field_history': FieldHistoryTable;
    'applications.field_conflict': FieldConflictTable;
    'applications.presence': PresenceTable;
    'applications.statement': StatementTable;
    'applications.letter': LetterTable;
    'applications.letter_to': LetterToTable;
  }
}
