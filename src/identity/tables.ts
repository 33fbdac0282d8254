import type { ColumnType } from 'kysely';
import type { Filled, Once } from '../kernel/db.ts';
import type { Role } from '../kernel/http.ts';
import type { Matter, MembershipRole } from './model.ts';

interface PersonTable {
  id: Once<string>;
  name: string;
  email: string;
  email_verified: boolean;
  image: string | null;
  created_at: Once<Date>;
  updated_at: Date;
}

interface SessionTable {
  id: Once<string>;
  person_id: Once<string>;
  token: Once<string>;
  expires_at: Date;
  ip_address: string | null;
  user_agent: string | null;
  created_at: Once<Date>;
  updated_at: Date;
}

interface AccountTable {
  id: Once<string>;
  person_id: Once<string>;
  provider_id: Once<string>;
  account_id: Once<string>;
  id_token: string | null;
  password: string | null;
  created_at: Once<Date>;
  updated_at: Date;
}

interface PasskeyTable {
  id: Once<string>;
  person_id: Once<string>;
  name: string | null;
  created_at: Once<Date | null>;
}

interface VerificationTable {
  id: Once<string>;
  identifier: Once<string>;
  value: string;
  expires_at: Date;
}

interface AttemptTable {
  key: Once<string>;
  hits: number;
  window_ends_at: Date;
}

interface OrganisationTable {
  id: Once<string>;
  siret: Once<string>;
  siren: Filled<string>;
  name: string;
  trade_name: string | null;
  legal_form: string | null;
  is_association: boolean | null;
  nda: string | null;
  uai: string | null;
  rna: string | null;
  qualiopi: boolean | null;
  address: string | null;
  postcode: string | null;
  commune: string | null;
  department: string | null;
  is_closed: boolean;
  /** `YYYY-MM-DD`. */
  closed_at: string | null;
  network: string | null;
  register_source: string;
  fetched_at: Date;
  search_text: string;
  search_words: Filled<string>;
}

interface MembershipTable {
  id: Once<string>;
  person_id: Once<string>;
  organisation_id: Once<string>;
  role: MembershipRole;
  valid_from: Once<Date>;
  valid_to: Date | null;
  confirmed_by: Once<string | null>;
  ended_by: ColumnType<string | null, never, string | null>;
  created_at: Once<Date>;
}

interface MembershipRequestTable {
  id: Once<string>;
  person_id: Once<string>;
  organisation_id: Once<string>;
  requested_at: Once<Date>;
  answer: 'accepted' | 'declined' | null;
  answered_by: string | null;
  answered_at: Date | null;
}

interface InvitationTable {
  id: Once<string>;
  organisation_id: Once<string>;
  email: Once<string>;
  role: Once<MembershipRole>;
  secret_sha256: Once<string>;
  invited_by: Once<string>;
  invited_at: Once<Date>;
  expires_at: Once<Date>;
  accepted_by: string | null;
  accepted_at: Date | null;
  revoked_at: ColumnType<Date | null, never, Date | null>;
  revoked_by: ColumnType<string | null, never, string | null>;
}

interface MandateTable {
  id: Once<string>;
  organisation_id: Once<string>;
  person_id: Once<string>;
  matter: Once<Matter>;
  note: Once<string>;
  valid_from: Once<Date>;
  valid_to: Date | null;
  granted_by: Once<string>;
  granted_at: Once<Date>;
  ended_by: ColumnType<string | null, never, string | null>;
}

interface DelegationTable {
  id: Once<string>;
  from_person_id: Once<string>;
  to_person_id: Once<string>;
  role: Once<Role>;
  act_reference: Once<string>;
  valid_from: Once<Date>;
  valid_to: Date;
  granted_at: Once<Date>;
  ended_by: ColumnType<string | null, never, string | null>;
}

interface RoleGrantTable {
  id: Once<string>;
  person_id: Once<string>;
  role: Once<Role>;
  scope: Once<string | null>;
  valid_from: Once<Date>;
  valid_to: Date | null;
  granted_by: Once<string | null>;
  granted_at: Once<Date>;
  reason: Once<string>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'identity.person': PersonTable;
    'identity.session': SessionTable;
    'identity.account': AccountTable;
    'identity.passkey': PasskeyTable;
    'identity.verification': VerificationTable;
    'identity.attempt': AttemptTable;
    'identity.organisation': OrganisationTable;
    'identity.membership': MembershipTable;
    'identity.membership_request': MembershipRequestTable;
    'identity.invitation': InvitationTable;
    'identity.mandate': MandateTable;
    'identity.delegation': DelegationTable;
    'identity.role_grant': RoleGrantTable;
  }
}
