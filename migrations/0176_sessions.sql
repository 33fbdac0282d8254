-- A session: the short right to speak that a tool has for one learner, one activity and one registration. Its secret is given
-- once; what it may tell is decided by the slice that opened it (`kind`). See src/traces/README.md.
create table traces.session (
  lrs integer not null references traces.lrs (lrs),
  id uuid not null,
  kind text not null check (kind ~ '^[a-z0-9-]{1,40}$'),
  key text not null check (key ~ '^ses-[0-9A-Za-z-]{8,80}$'),
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  -- Whom it speaks of, as `identifierOf` writes an agent.
  agent text not null,
  activity text not null,
  registration uuid not null,
  -- Documents that it has read, of those that must be read before the first statement.
  read_documents text[] not null default '{}',
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (lrs, id),
  unique (lrs, key)
);

-- What the platform itself tells is asserted by a credential that opens nothing: nobody was given its secret.
alter table traces.credential add column house boolean not null default false;
