-- Where a learner stands in a module opened here: one attempt a person, version and unit.
create schema player;

create table player.attempt (
  id uuid primary key,
  person_id uuid not null,
  resource_id uuid not null,
  version integer not null check (version > 0),
  -- Rank of the unit in the package, from 0.
  unit integer not null check (unit >= 0),
  edition text not null check (edition in ('scorm-1.2', 'scorm-2004')),
  -- The tab that may write, and until when it holds the attempt without a word from it.
  holder uuid not null,
  held_until timestamptz not null,
  -- Commits are numbered by their tab: the highest is kept.
  sequence integer not null default 0 check (sequence >= 0),
  -- Data model of the module, as its run-time wrote it; `null`: nothing was committed yet.
  state jsonb check (length(state::text) <= 400000),
  completed boolean not null default false,
  passed boolean,
  score_percent integer check (score_percent between 0 and 100),
  -- Seconds of the sessions before this one.
  past_seconds integer not null default 0 check (past_seconds >= 0),
  started_at timestamptz not null,
  saved_at timestamptz,
  unique (person_id, resource_id, version, unit)
);
