-- Ranking: runs that anyone may replay, scenarios that a manager compares.
create schema ranking;

-- What was ranked, how, and what came out: the exact bytes. One a wave, made when its scores are frozen.
create table ranking.run (
  id uuid primary key,
  wave_id uuid not null unique,
  function_version integer not null check (function_version > 0),
  -- Canonical JSON (RFC 8785) of `FrozenInputs`.
  inputs text not null,
  inputs_sha256 bytea not null check (inputs_sha256 = sha256(convert_to(inputs, 'UTF8'))),
  -- Canonical JSON of `RankingOutput`.
  output text not null,
  output_sha256 bytea not null check (output_sha256 = sha256(convert_to(output, 'UTF8'))),
  -- The canonical JSON that was signed: wave, function, both hashes, instant.
  body text not null,
  key_id text not null,
  signature bytea not null check (octet_length(signature) = 64),
  frozen_by uuid not null,
  frozen_at timestamptz not null,
  reason text not null check (length(reason) between 1 and 2000)
);
create trigger run_append_only before update or delete on ranking.run
  for each row execute function kernel.refuse_change();
create trigger run_no_truncate before truncate on ranking.run
  for each statement execute function kernel.refuse_change();

-- Settings of a ranking tried beside others. Only taken out of the list, never changed.
create table ranking.scenario (
  id uuid primary key,
  wave_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  -- `RankingSettings`.
  settings jsonb not null,
  author_id uuid not null,
  at timestamptz not null,
  dropped_at timestamptz
);
create unique index scenario_name on ranking.scenario (wave_id, name) where dropped_at is null;
