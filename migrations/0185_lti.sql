-- Learning platforms elsewhere that open our resources by LTI 1.3, whom they send, and what we answer them.
create schema lti;

-- Our signing keys: the newest signs, those before it are still published while a platform may hold what they signed.
create table lti.key (
  kid text primary key,
  public jsonb not null,
  -- Private key, sealed by the secret of the installation: see seal.ts.
  sealed text not null,
  created_at timestamptz not null
);

create table lti.invitation (
  id uuid primary key,
  organisation_id uuid not null,
  created_by uuid not null,
  secret_sha256 bytea not null unique check (length(secret_sha256) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table lti.platform (
  id uuid primary key,
  organisation_id uuid not null,
  issuer text not null check (issuer <> ''),
  client_id text not null check (client_id <> ''),
  name text not null check (name <> ''),
  auth_url text not null,
  token_url text not null,
  jwks_url text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  last_launch_at timestamptz,
  -- Code of the last refused launch that began here.
  last_error text,
  last_error_at timestamptz,
  unique (issuer, client_id)
);
create index platform_of_organisation on lti.platform (organisation_id, created_at);

create table lti.deployment (
  platform_id uuid not null references lti.platform (id),
  deployment_id text not null check (deployment_id <> ''),
  primary key (platform_id, deployment_id)
);

-- A launch is accepted once: its nonce is kept until no token that bears it could still be valid.
create table lti.nonce (
  platform_id uuid not null references lti.platform (id),
  nonce text not null,
  expires_at timestamptz not null,
  primary key (platform_id, nonce)
);
create index nonce_expiry on lti.nonce (expires_at);

-- A learner is what the platform calls them, and nothing else: no name, no address.
create table lti.learner (
  id uuid primary key,
  platform_id uuid not null references lti.platform (id),
  subject text not null check (subject <> ''),
  created_at timestamptz not null,
  unique (platform_id, subject)
);

create table lti.session (
  id uuid primary key,
  platform_id uuid not null references lti.platform (id),
  learner_id uuid not null references lti.learner (id),
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  -- What is opened; null: the person chooses a resource.
  ark_name text,
  version integer check (version > 0),
  attempt_id uuid,
  -- Where the score goes, when the platform asks for one.
  line_item text,
  -- Where the list of the group is read, when the platform lets us.
  roster_url text,
  context_id text,
  -- Where the choice goes: see model/launch.ts.
  choosing jsonb,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((ark_name is null) = (choosing is not null)),
  check ((ark_name is null) = (version is null))
);
create index session_of_platform on lti.session (platform_id, created_at);

create table lti.score (
  id uuid primary key,
  platform_id uuid not null references lti.platform (id),
  learner_id uuid not null references lti.learner (id),
  line_item text not null,
  completed boolean not null,
  score_percent integer check (score_percent between 0 and 100),
  -- Strictly growing for a learner and a line: a platform drops what is not newer.
  reached_at timestamptz not null,
  tries integer not null default 0 check (tries >= 0),
  sent_at timestamptz,
  last_error text,
  unique (learner_id, line_item)
);
create index score_of_platform on lti.score (platform_id, reached_at);
