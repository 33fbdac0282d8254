-- Health of the platform, minute by minute, as the public rule of extension reads it.
create schema health;

create table health.minute (
  -- Start of the minute, UTC.
  at timestamptz primary key check (at = date_trunc('minute', at)),
  -- What the probe saw; null: no probe ran in this minute.
  ready boolean,
  -- Deposits that failed by our fault, never by a refusal.
  failed_deposits integer not null default 0 check (failed_deposits >= 0)
);

-- Unavailability that the probes could not see, recorded by a person with its source. Only added.
create table health.incident (
  id uuid primary key,
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  cause text not null check (cause <> ''),
  source text not null check (source <> ''),
  recorded_by uuid not null,
  recorded_at timestamptz not null
);
create index incident_window on health.incident (from_at, to_at);
create trigger incident_append_only before update or delete on health.incident
  for each row execute function kernel.refuse_change();
