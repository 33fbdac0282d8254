-- People, how they sign in, the organisations they act for, and what they may do, each right with its dates.
create schema identity;

create table identity.person (
  id uuid primary key,
  name text not null check (name <> ''),
  -- Lower case, so that one mailbox is one person.
  email text not null unique check (email = lower(email) and position('@' in email) > 1),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table identity.session (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index session_person on identity.session (person_id);
create index session_expiry on identity.session (expires_at);

-- One row for each way in: a password, or the subject an identity provider gives (never the e-mail alone).
create table identity.account (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index account_person on identity.account (person_id);

-- Links sent by mail and states of a sign-in under way; short-lived.
create table identity.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verification_identifier on identity.verification (identifier);
create index verification_expiry on identity.verification (expires_at);

create table identity.passkey (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null unique,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz
);
create index passkey_person on identity.passkey (person_id);

-- Attempts counted by key (a digest of an account or of an address), shared by every server.
create table identity.attempt (
  key text primary key,
  hits integer not null check (hits > 0),
  window_ends_at timestamptz not null
);
create index attempt_expiry on identity.attempt (window_ends_at);

-- Establishments, from the register named beside each.
create table identity.organisation (
  id uuid primary key,
  siret text not null unique check (siret ~ '^[0-9]{14}$'),
  siren text not null generated always as (left(siret, 9)) stored,
  name text not null check (name <> ''),
  trade_name text,
  legal_form text,
  is_association boolean,
  nda text,
  uai text,
  rna text,
  qualiopi boolean,
  address text,
  postcode text,
  commune text,
  department text,
  is_closed boolean not null default false,
  -- Unknown for some closed establishments.
  closed_at date check (closed_at is null or is_closed),
  network text,
  register_source text not null,
  fetched_at timestamptz not null,
  -- Lower case, without accents, made by the application: no collation or extension is needed to find a name.
  search_text text not null,
  search_words tsvector not null generated always as (to_tsvector('simple'::regconfig, search_text)) stored
);
create index organisation_search on identity.organisation using gin (search_words);
create index organisation_siren on identity.organisation (siren);
create index organisation_name on identity.organisation (search_text text_pattern_ops);

create table identity.membership (
  id uuid primary key,
  person_id uuid not null references identity.person (id),
  organisation_id uuid not null references identity.organisation (id),
  role text not null check (role in ('representative', 'member')),
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to >= valid_from),
  -- The representative who let them in; null for the first, who attested on honour.
  confirmed_by uuid references identity.person (id),
  created_at timestamptz not null
);
create unique index membership_current on identity.membership (person_id, organisation_id) where valid_to is null;
create index membership_organisation on identity.membership (organisation_id);

-- Someone asks to join an organisation that already has a representative.
create table identity.membership_request (
  id uuid primary key,
  person_id uuid not null references identity.person (id),
  organisation_id uuid not null references identity.organisation (id),
  requested_at timestamptz not null,
  answer text check (answer in ('accepted', 'declined')),
  answered_by uuid references identity.person (id),
  answered_at timestamptz,
  check ((answer is null) = (answered_at is null))
);
create unique index membership_request_open on identity.membership_request (person_id, organisation_id)
  where answer is null;
create index membership_request_organisation on identity.membership_request (organisation_id) where answer is null;

-- A letter that opens an organisation to an address; only the digest of its secret is kept.
create table identity.invitation (
  id uuid primary key,
  organisation_id uuid not null references identity.organisation (id),
  email text not null check (email = lower(email)),
  role text not null check (role in ('representative', 'member')),
  secret_sha256 text not null unique,
  invited_by uuid not null references identity.person (id),
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_by uuid references identity.person (id),
  accepted_at timestamptz
);
create index invitation_organisation on identity.invitation (organisation_id);

-- An organisation empowers a person to act in its name on a matter.
create table identity.mandate (
  id uuid primary key,
  organisation_id uuid not null references identity.organisation (id),
  person_id uuid not null references identity.person (id),
  matter text not null check (matter in ('sign', 'apply', 'account')),
  note text not null,
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to >= valid_from),
  granted_by uuid not null references identity.person (id),
  granted_at timestamptz not null
);
create index mandate_person on identity.mandate (person_id);
create index mandate_organisation on identity.mandate (organisation_id);

-- Délégation de signature: an agent signs for another, in one role, under an act that is named.
create table identity.delegation (
  id uuid primary key,
  from_person_id uuid not null references identity.person (id),
  to_person_id uuid not null references identity.person (id) check (to_person_id <> from_person_id),
  role text not null,
  act_reference text not null check (act_reference <> ''),
  valid_from timestamptz not null,
  valid_to timestamptz not null check (valid_to > valid_from),
  granted_at timestamptz not null
);
create index delegation_to on identity.delegation (to_person_id);

-- A role, its scope (null: the whole platform) and its dates; a revoked grant ends, it is never erased.
create table identity.role_grant (
  id uuid primary key,
  person_id uuid not null references identity.person (id),
  role text not null,
  scope text,
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to >= valid_from),
  -- null: the installation itself named its first programme manager.
  granted_by uuid references identity.person (id) check (granted_by <> person_id),
  granted_at timestamptz not null,
  reason text not null check (reason <> '')
);
create index role_grant_person on identity.role_grant (person_id);
create index role_grant_role on identity.role_grant (role);
