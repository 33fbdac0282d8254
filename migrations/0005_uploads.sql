-- Files on their way in: each belongs to the person who sends it until a slice takes it.
create schema uploads;

create table uploads.upload (
  id uuid primary key,
  person_id uuid not null,
  -- Where to say that a file was set aside; erased with the line.
  warn_address text not null,
  name text not null check (length(name) between 1 and 200),
  declared_bytes bigint not null check (declared_bytes > 0),
  state text not null default 'open' check (state in ('open', 'finished', 'refused')),
  created_at timestamptz not null,
  finished_at timestamptz,
  sha256 text references kernel.file (sha256),
  refusal text,
  -- Set when a slice takes the file: from then on it no longer expires.
  attached_at timestamptz,
  check ((state = 'finished') = (sha256 is not null and finished_at is not null)),
  check ((state = 'refused') = (refusal is not null)),
  check (attached_at is null or state = 'finished')
);
create index upload_of_person on uploads.upload (person_id, state);
create index upload_content on uploads.upload (sha256);
create index upload_age on uploads.upload (created_at) where attached_at is null;
