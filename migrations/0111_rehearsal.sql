-- Fictional waves that the machine plays: who is in them, and how far each act went.
create schema rehearsal;

create table rehearsal.scene (
  wave_id uuid primary key,
  -- `CastPlan` of model/cast.ts: the same plan gives the same people and projects.
  plan jsonb not null,
  created_at timestamptz not null
);

create table rehearsal.play (
  id uuid primary key,
  wave_id uuid not null references rehearsal.scene (wave_id),
  act text not null check (act in ('deposit', 'instruct', 'score', 'decide', 'sign', 'pay')),
  asked_by uuid,
  asked_at timestamptz not null,
  done integer not null default 0 check (done >= 0),
  total integer not null default 0 check (total >= 0),
  -- Real time, whatever the clock shows: a machine that stopped is known by its silence.
  beat_at timestamptz,
  finished_at timestamptz,
  waits_until timestamptz,
  -- `PlayRefusal` of model/act.ts.
  refusal jsonb
);
-- One act at a time on a wave: asked twice at once, it is played once.
create unique index play_one_under_way on rehearsal.play (wave_id) where finished_at is null;
