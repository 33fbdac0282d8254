-- Evaluation: experts, their interests, assignments, grids, scores, hearings. The firewall against conflicts of interest is
-- here: triggers refuse the writing, row level security refuses the reading.
create schema evaluation;

-- What evaluators read, they read as this role, which holds nothing else. Made by hand when the migrating user may not.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'deffinum_evaluator') then
    begin
      create role deffinum_evaluator nologin;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception 'the role deffinum_evaluator is missing: as an administrator, "create role deffinum_evaluator nologin; grant deffinum_evaluator to %;"', current_user;
    end;
  end if;
  begin
    execute format('grant deffinum_evaluator to %I', current_user);
  exception when others then
    -- A superuser needs no grant, and two databases of one server may grant at once.
    if not pg_has_role(current_user, 'deffinum_evaluator', 'member') then raise; end if;
  end;
end $$;

create table evaluation.grid_revision (
  id uuid primary key,
  call_id uuid not null,
  number integer not null check (number > 0),
  -- `Criterion[]` of model/grid.ts.
  criteria jsonb not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  published_at timestamptz,
  published_by uuid,
  unique (call_id, number)
);
create unique index grid_revision_one_draft on evaluation.grid_revision (call_id) where published_at is null;
create function evaluation.freeze_grid() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception 'grid % is published and frozen: prepare the next one', old.number using errcode = '42501';
  end if;
  return coalesce(new, old);
end $$;
create trigger grid_revision_frozen before update or delete on evaluation.grid_revision
  for each row execute function evaluation.freeze_grid();

-- A wave under evaluation: its grid, whether names are hidden, how many experts read a file, and the end of scoring.
create table evaluation.wave (
  wave_id uuid primary key,
  call_id uuid not null,
  grid_revision_id uuid not null references evaluation.grid_revision (id),
  blinded boolean not null,
  experts_per_file integer not null check (experts_per_file between 1 and 10),
  opened_at timestamptz not null,
  opened_by uuid not null,
  frozen_at timestamptz,
  frozen_by uuid,
  check ((frozen_at is null) = (frozen_by is null))
);
-- Opened once, frozen once.
create function evaluation.hold_wave() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.frozen_at is not null
     or (new.wave_id, new.grid_revision_id, new.blinded) is distinct from (old.wave_id, old.grid_revision_id, old.blinded) then
    raise exception 'wave %: its grid, its blinding and its freezing never change', old.wave_id using errcode = '42501';
  end if;
  return new;
end $$;
create trigger wave_held before update or delete on evaluation.wave
  for each row execute function evaluation.hold_wave();

-- An eligible file as its evaluators read it; names already hidden when the wave is blinded.
create table evaluation.file (
  application_id uuid primary key,
  wave_id uuid not null references evaluation.wave (wave_id),
  deposit_id uuid not null,
  deposit_number text not null,
  seq bigint not null,
  title text not null,
  requested_cents bigint not null check (requested_cents >= 0),
  base_cents bigint not null check (base_cents >= 0),
  axis text,
  territories text[] not null,
  sectors text[] not null,
  transverse boolean not null,
  -- `FileView` of model/reading.ts.
  content jsonb not null,
  words tsvector not null,
  taken_at timestamptz not null,
  withdrawn_at timestamptz
);
create index file_of_wave on evaluation.file (wave_id, seq);
create index file_words on evaluation.file using gin (words);

-- The legal persons of a file: its partners, and those they declared as linked.
create table evaluation.file_party (
  application_id uuid not null references evaluation.file (application_id),
  siren text not null check (siren ~ '^[0-9A-Z]{6,9}$'),
  origin text not null check (origin in ('partner', 'linked')),
  primary key (application_id, siren, origin)
);
create index file_party_siren on evaluation.file_party (siren);

create table evaluation.expert (
  person_id uuid primary key,
  -- Sectors and levers of the form, as keys.
  domains text[] not null default '{}',
  -- Files this person accepts to read in a wave.
  capacity integer not null default 10 check (capacity between 0 and 200),
  updated_at timestamptz not null
);

-- A tie an expert declares, or an officer records: with an organisation, or with one file.
create table evaluation.tie (
  id uuid primary key,
  person_id uuid not null,
  siren text check (siren ~ '^[0-9]{9}$'),
  application_id uuid,
  kind text not null check (kind in ('employment', 'governance', 'financial', 'personal', 'competition', 'other')),
  detail text not null check (length(detail) between 1 and 1000),
  declared_by uuid not null,
  declared_at timestamptz not null,
  ended_at timestamptz,
  check (num_nonnulls(siren, application_id) = 1)
);
create index tie_person on evaluation.tie (person_id) where ended_at is null;

-- Two legal persons of one group: parent, affiliate, shared governance.
create table evaluation.organisation_link (
  id uuid primary key,
  siren_a text not null check (siren_a ~ '^[0-9]{9}$'),
  siren_b text not null check (siren_b ~ '^[0-9]{9}$' and siren_b > siren_a),
  reason text not null check (length(reason) between 1 and 1000),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  unique (siren_a, siren_b)
);

-- The signed statement of interests of an expert for a wave: nothing is read before it.
create table evaluation.declaration (
  person_id uuid not null,
  wave_id uuid not null,
  text_version text not null,
  signed_at timestamptz not null,
  primary key (person_id, wave_id)
);

create table evaluation.assignment (
  application_id uuid not null references evaluation.file (application_id),
  person_id uuid not null,
  origin text not null check (origin in ('automatic', 'manual')),
  assigned_by uuid not null,
  assigned_at timestamptz not null,
  recused_at timestamptz,
  recused_by uuid,
  recusal_reason text check (length(recusal_reason) between 1 and 1000),
  primary key (application_id, person_id),
  check ((recused_at is null) = (recusal_reason is null))
);
create index assignment_person on evaluation.assignment (person_id);

-- One evaluation of one file by one expert. Draft until submitted; the chair may reopen it, with a reason.
create table evaluation.review (
  application_id uuid not null,
  person_id uuid not null,
  grid_revision_id uuid not null references evaluation.grid_revision (id),
  opinion text not null default '' check (length(opinion) <= 4000),
  version integer not null default 1 check (version > 0),
  updated_at timestamptz not null,
  submitted_at timestamptz,
  primary key (application_id, person_id),
  foreign key (application_id, person_id) references evaluation.assignment (application_id, person_id)
);

create table evaluation.score (
  application_id uuid not null,
  person_id uuid not null,
  criterion_key text not null,
  -- Rank of the level in the grid, from 0; null: a comment alone, in a draft.
  level integer check (level between 0 and 10),
  comment text not null default '' check (length(comment) <= 2000),
  updated_at timestamptz not null,
  primary key (application_id, person_id, criterion_key),
  foreign key (application_id, person_id) references evaluation.review (application_id, person_id)
);

-- Every value a score ever had: a recusal or a correction erases nothing.
create table evaluation.score_history (
  id bigint generated always as identity primary key,
  application_id uuid not null,
  person_id uuid not null,
  criterion_key text not null,
  level integer,
  comment text not null,
  at timestamptz not null
);
create index score_history_of on evaluation.score_history (application_id, person_id, id);

create table evaluation.hearing (
  id uuid primary key,
  wave_id uuid not null references evaluation.wave (wave_id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  place text not null check (length(place) between 1 and 300),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  application_id uuid unique references evaluation.file (application_id),
  booked_by uuid,
  booked_at timestamptz check (booked_at < starts_at),
  minutes text check (length(minutes) <= 8000),
  minutes_by uuid,
  minutes_at timestamptz,
  check ((application_id is null) = (booked_at is null)),
  check (minutes is null or application_id is not null),
  unique (wave_id, starts_at, place)
);

/*
 * Why this person may not read or score this file, or null. Ordered from the strongest. Reads the identity and applications
 * schemas as their owner: the truth of memberships is there, and a copy would be late.
 */
create function evaluation.conflict(p_person uuid, p_application uuid) returns text
language sql stable security definer set search_path = pg_catalog as $$
  with mine as (
    select o.siren from identity.membership m join identity.organisation o on o.id = m.organisation_id
      where m.person_id = p_person and (m.valid_to is null or m.valid_to > now())
  ), parties as (
    select p.siren, p.origin from evaluation.file_party p where p.application_id = p_application
    union
    select left(p.siret, 9), 'partner' from applications.partner p
      where p.application_id = p_application and p.removed_at is null
  )
  select case
    when exists (select 1 from applications.member m where m.application_id = p_application and m.person_id = p_person)
      then 'member'
    when exists (select 1 from mine join parties using (siren) where origin = 'partner') then 'own-organisation'
    when exists (select 1 from mine join parties using (siren))
      or exists (select 1 from mine, parties, evaluation.organisation_link l
        where (l.siren_a, l.siren_b) = (least(mine.siren, parties.siren), greatest(mine.siren, parties.siren)))
      then 'linked-organisation'
    when exists (select 1 from evaluation.tie t where t.person_id = p_person and t.ended_at is null
        and (t.application_id = p_application or t.siren in (select siren from parties)))
      then 'declared-tie'
  end
$$;

-- SQLSTATE of our own: DF001 conflict of interest, DF002 scores frozen, DF003 no right to score.
create function evaluation.hold_assignment() returns trigger language plpgsql as $$
declare
  v_conflict text := evaluation.conflict(new.person_id, new.application_id);
  v_frozen timestamptz;
begin
  if new.recused_at is null and v_conflict is not null then
    raise exception 'conflict of interest: %', v_conflict using errcode = 'DF001', detail = v_conflict;
  end if;
  if tg_op = 'UPDATE' and old.recused_at is not null then
    raise exception 'a recusal stands' using errcode = '42501';
  end if;
  select w.frozen_at into v_frozen from evaluation.wave w join evaluation.file f on f.wave_id = w.wave_id
    where f.application_id = new.application_id for share of w;
  if v_frozen is not null then
    raise exception 'scores are frozen' using errcode = 'DF002';
  end if;
  return new;
end $$;
create trigger assignment_held before insert or update on evaluation.assignment
  for each row execute function evaluation.hold_assignment();

-- A score, a draft, a submission: only by an assigned expert without conflict, before freezing. The wave's row is shared, so
-- that freezing waits for the scores under way and the next ones see it.
create function evaluation.hold_review() returns trigger language plpgsql as $$
declare
  v_conflict text := evaluation.conflict(new.person_id, new.application_id);
  v_frozen timestamptz;
begin
  select w.frozen_at into v_frozen from evaluation.wave w join evaluation.file f on f.wave_id = w.wave_id
    where f.application_id = new.application_id for share of w;
  if v_frozen is not null then
    raise exception 'scores are frozen' using errcode = 'DF002';
  end if;
  if v_conflict is not null then
    raise exception 'conflict of interest: %', v_conflict using errcode = 'DF001', detail = v_conflict;
  end if;
  perform 1 from evaluation.assignment a where a.application_id = new.application_id and a.person_id = new.person_id
    and a.recused_at is null;
  if not found then
    raise exception 'not assigned, or recused' using errcode = 'DF003';
  end if;
  return new;
end $$;
create trigger review_held before insert or update on evaluation.review
  for each row execute function evaluation.hold_review();
create trigger score_held before insert or update on evaluation.score
  for each row execute function evaluation.hold_review();

create function evaluation.keep_score() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or (new.level, new.comment) is distinct from (old.level, old.comment) then
    insert into evaluation.score_history (application_id, person_id, criterion_key, level, comment, at)
      values (new.application_id, new.person_id, new.criterion_key, new.level, new.comment, new.updated_at);
  end if;
  return null;
end $$;
create trigger score_kept after insert or update on evaluation.score
  for each row execute function evaluation.keep_score();
create trigger score_history_append_only before update or delete on evaluation.score_history
  for each row execute function kernel.refuse_change();
create trigger score_never_deleted before delete on evaluation.score
  for each row execute function kernel.refuse_change();
create trigger review_never_deleted before delete on evaluation.review
  for each row execute function kernel.refuse_change();
create trigger assignment_never_deleted before delete on evaluation.assignment
  for each row execute function kernel.refuse_change();

/*
 * Row level security. Who reads is `deffinum.person`, set for the transaction beside `set local role deffinum_evaluator`. Without
 * it, nothing is read.
 */
create function evaluation.reader() returns uuid language sql stable set search_path = pg_catalog as $$
  select nullif(current_setting('deffinum.person', true), '')::uuid
$$;

-- The files the reader may open: assigned, not recused, interests declared for the wave, no conflict now.
create function evaluation.readable() returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
  select a.application_id from evaluation.assignment a
    join evaluation.file f on f.application_id = a.application_id
    join evaluation.declaration d on d.wave_id = f.wave_id and d.person_id = a.person_id
    where a.person_id = evaluation.reader() and a.recused_at is null and f.withdrawn_at is null
      and evaluation.conflict(a.person_id, a.application_id) is null
$$;

-- The scores of others are read only once one's own are submitted.
create function evaluation.comparable() returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
  select r.application_id from evaluation.review r
    where r.person_id = evaluation.reader() and r.submitted_at is not null
      and r.application_id in (select evaluation.readable())
$$;

-- Hides from a submitted comparison what is still a draft, or was recused.
create function evaluation.counted(p_application uuid, p_person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from evaluation.review r join evaluation.assignment a using (application_id, person_id)
    where r.application_id = p_application and r.person_id = p_person and r.submitted_at is not null and a.recused_at is null)
$$;

alter table evaluation.file enable row level security;
alter table evaluation.assignment enable row level security;
alter table evaluation.review enable row level security;
alter table evaluation.score enable row level security;
alter table evaluation.hearing enable row level security;

create policy own_files on evaluation.file for select to deffinum_evaluator
  using (application_id in (select evaluation.readable()));
create policy own_assignments on evaluation.assignment for select to deffinum_evaluator
  using (person_id = evaluation.reader() and application_id in (select evaluation.readable()));
create policy own_or_submitted_reviews on evaluation.review for select to deffinum_evaluator
  using ((person_id = evaluation.reader() and application_id in (select evaluation.readable()))
    or (application_id in (select evaluation.comparable()) and evaluation.counted(application_id, person_id)));
create policy own_or_submitted_scores on evaluation.score for select to deffinum_evaluator
  using ((person_id = evaluation.reader() and application_id in (select evaluation.readable()))
    or (application_id in (select evaluation.comparable()) and evaluation.counted(application_id, person_id)));
create policy hearings_of_own_files on evaluation.hearing for select to deffinum_evaluator
  using (application_id in (select evaluation.readable()));

grant usage on schema evaluation to deffinum_evaluator;
grant select on evaluation.file, evaluation.assignment, evaluation.review, evaluation.score, evaluation.hearing,
  evaluation.wave, evaluation.grid_revision to deffinum_evaluator;
revoke execute on function evaluation.conflict(uuid, uuid) from public;
revoke execute on function evaluation.counted(uuid, uuid) from public;
grant execute on function evaluation.counted(uuid, uuid) to deffinum_evaluator;
