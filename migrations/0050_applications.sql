-- Files of applicants: consortium, values each with its own version, signed statements.
create schema if not exists applications;

create table applications.application (
  id uuid primary key,
  wave_id uuid not null,
  -- Kept from the day the file began, whatever is published later.
  form_revision_id uuid not null,
  state text not null default 'draft' check (state in ('draft', 'deposited', 'withdrawn')),
  -- Copy of the field `title`, for lists.
  title text not null check (length(title) between 1 and 300),
  created_by uuid not null,
  -- Made by the page that offered the button: a double click creates once.
  client_key uuid not null,
  created_at timestamptz not null,
  touched_at timestamptz not null,
  first_deposited_at timestamptz,
  last_deposited_at timestamptz,
  unique (created_by, client_key)
);
create index application_wave on applications.application (wave_id, state);

create table applications.partner (
  id uuid primary key,
  application_id uuid not null references applications.application (id),
  organisation_id uuid not null,
  siret text not null check (siret ~ '^[0-9A-Z]{6,14}$'),
  name text not null,
  is_lead boolean not null,
  family text,
  -- null: the register does not say, and nobody answered yet.
  is_association boolean,
  mandate_state text not null default 'none' check (mandate_state in ('none', 'asked', 'signed', 'declined')),
  -- Keys of the sections it writes.
  sections text[] not null default '{}',
  added_at timestamptz not null,
  removed_at timestamptz
);
create unique index partner_once on applications.partner (application_id, siret) where removed_at is null;
create unique index partner_one_lead on applications.partner (application_id) where is_lead and removed_at is null;
create index partner_organisation on applications.partner (organisation_id) where removed_at is null;

-- Who may open the file, and for which partner.
create table applications.member (
  application_id uuid not null references applications.application (id),
  person_id uuid not null,
  partner_id uuid not null references applications.partner (id),
  name text not null,
  joined_at timestamptz not null,
  primary key (application_id, person_id)
);
create index member_person on applications.member (person_id);

create table applications.invitation (
  id uuid primary key,
  application_id uuid not null references applications.application (id),
  partner_id uuid not null references applications.partner (id),
  email text not null,
  -- The token itself is in the letter only.
  token_hash bytea not null unique,
  invited_by uuid not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz
);
create index invitation_application on applications.invitation (application_id, invited_at);

-- One row a value, with a version of its own: two people on two fields never meet.
create table applications.field (
  application_id uuid not null references applications.application (id),
  key text not null check (length(key) between 1 and 120),
  value jsonb not null,
  version integer not null check (version >= 0),
  updated_by uuid,
  updated_at timestamptz not null,
  primary key (application_id, key)
);

-- Every value ever acknowledged. `version` is null for one that met another and was set aside.
create table applications.field_history (
  id uuid primary key,
  application_id uuid not null references applications.application (id),
  key text not null,
  version integer,
  from_value jsonb not null,
  to_value jsonb not null,
  author_id uuid not null,
  at timestamptz not null
);
create unique index field_history_version on applications.field_history (application_id, key, version) where version is not null;
create index field_history_recent on applications.field_history (application_id, at desc);
create trigger field_history_append_only before update or delete on applications.field_history
  for each row execute function kernel.refuse_change();

-- Two values typed from the same starting point: both stay until a person chooses.
create table applications.field_conflict (
  id uuid primary key,
  application_id uuid not null references applications.application (id),
  key text not null,
  base_version integer not null,
  value jsonb not null,
  author_id uuid not null,
  at timestamptz not null,
  resolved_at timestamptz,
  resolved_by uuid,
  kept text check (kept in ('current', 'other'))
);
create index field_conflict_open on applications.field_conflict (application_id) where resolved_at is null;

-- Who is in which section now: a row is a heartbeat.
create table applications.presence (
  application_id uuid not null references applications.application (id),
  person_id uuid not null,
  section_key text not null,
  seen_at timestamptz not null,
  primary key (application_id, person_id)
);

-- What a partner signed: mandate, republican-commitment contract, de minimis declaration. The last one stands.
create table applications.statement (
  id uuid primary key,
  application_id uuid not null references applications.application (id),
  partner_id uuid not null references applications.partner (id),
  kind text not null check (kind in ('mandate', 'republican-commitment', 'de-minimis')),
  -- Version of the text that was shown.
  text_version text not null,
  content jsonb not null,
  signatory_id uuid not null,
  signatory_name text not null,
  signatory_capacity text not null,
  signed_at timestamptz not null,
  replaced_at timestamptz
);
create unique index statement_standing on applications.statement (application_id, partner_id, kind) where replaced_at is null;
