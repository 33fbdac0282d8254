-- Modules of the commons taken elsewhere as thin packages: who took them, on what terms, and what their learners reached.
create schema dispatch;

create table dispatch.dispatch (
  id uuid primary key,
  organisation_id uuid not null,
  ark_name text not null,
  name text not null check (name <> ''),
  created_by uuid not null,
  created_at timestamptz not null,
  state text not null default 'active' check (state in ('active', 'paused', 'revoked')),
  -- First instant at which nobody new or known opens it; null: none.
  closes_at timestamptz,
  max_learners integer check (max_learners > 0)
);
create index dispatch_of_organisation on dispatch.dispatch (organisation_id, created_at);

create table dispatch.learner (
  id uuid primary key,
  dispatch_id uuid not null references dispatch.dispatch (id),
  -- What the platform calls them, hashed with the key of the dispatch: it says nothing elsewhere.
  pseudonym bytea not null check (length(pseudonym) = 32),
  created_at timestamptz not null,
  -- Last version they opened.
  version integer not null check (version > 0),
  completed boolean not null default false,
  score_percent integer check (score_percent between 0 and 100),
  reached_at timestamptz,
  unique (dispatch_id, pseudonym)
);

create table dispatch.session (
  id uuid primary key,
  learner_id uuid not null references dispatch.learner (id),
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  -- Origin of the page that opened it, told what is reached.
  host text not null,
  ark_name text not null,
  version integer not null check (version > 0),
  attempt_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_of_learner on dispatch.session (learner_id, created_at);
