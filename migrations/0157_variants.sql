-- Lighter variants of published files: derived one by one, each once, never touching the original.
create schema variants;

-- A stored content from which variants are derived, whoever published it.
create table variants.source (
  sha256 text primary key references kernel.file (sha256),
  form text not null check (form in ('scene', 'picture', 'panorama')),
  media_type text not null,
  size_bytes bigint not null check (size_bytes > 0),
  asked_at timestamptz not null,
  -- Last time a step was begun or answered: one that stays waiting longer than a step may last begins again.
  moved_at timestamptz not null
);
create index source_moved on variants.source (moved_at);

create table variants.step (
  source_sha256 text not null references variants.source (sha256),
  name text not null check (name ~ '^[a-z]+(-[0-9]+)?(-[a-z]+)?$'),
  rank integer not null,
  -- What the process apart is asked to make.
  task jsonb not null,
  role text not null check (role in ('poster', 'flat', 'light')),
  state text not null check (state in ('waiting', 'made', 'dropped', 'failed')),
  -- Why it was dropped or failed.
  reason text check (reason in ('not-lighter', 'time', 'memory', 'fault', 'heavy')),
  sha256 text references kernel.file (sha256),
  media_type text,
  size_bytes bigint,
  width integer,
  height integer,
  done_at timestamptz,
  primary key (source_sha256, name),
  check ((state = 'waiting') = (done_at is null)),
  check ((state = 'made') = (sha256 is not null and media_type is not null)),
  check ((state in ('dropped', 'failed')) = (reason is not null))
);
create index step_waiting on variants.step (source_sha256) where state = 'waiting';
