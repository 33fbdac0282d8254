-- Committee: sessions, the list they amend, decisions, letters, appeals. What was decided is never changed: a revision is a
-- new decision that names the one before.
create schema committee;

create function committee.coherent(p_outcome text, p_requested bigint, p_granted bigint, p_lever text) returns boolean
language sql immutable as $$
  select ((p_outcome = 'retained' and p_granted = p_requested and p_granted > 0)
      or (p_outcome = 'retained-for-less' and p_granted > 0 and p_granted < p_requested)
      or (p_outcome in ('reserve', 'refused', 'redirected', 'lapsed') and p_granted = 0))
    and ((p_outcome = 'redirected') = (p_lever is not null))
$$;

-- A wave before its committee: this row is the lock of every act.
create table committee.wave (
  wave_id uuid primary key,
  run_id uuid not null,
  version integer not null default 1 check (version > 0),
  opened_at timestamptz not null,
  opened_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text check (length(decision_reason) between 1 and 4000),
  check (num_nulls(decided_at, decided_by, decision_reason) in (0, 3))
);

create table committee.session (
  id uuid primary key,
  wave_id uuid not null references committee.wave (wave_id),
  number integer not null check (number > 0),
  held_at timestamptz not null,
  place text not null check (length(place) between 1 and 300),
  quorum integer not null check (quorum between 1 and 100),
  state text not null default 'planned' check (state in ('planned', 'open', 'adjourned', 'closed')),
  created_by uuid not null,
  created_at timestamptz not null,
  opened_at timestamptz,
  closed_at timestamptz,
  closing_reason text check (length(closing_reason) between 1 and 4000),
  unique (wave_id, number)
);
-- One at a time.
create unique index session_under_way on committee.session (wave_id) where state in ('planned', 'open');

create table committee.member (
  session_id uuid not null references committee.session (id),
  person_id uuid not null,
  role text not null check (role in ('chair', 'member')),
  present boolean not null default false,
  primary key (session_id, person_id)
);
create unique index member_one_chair on committee.member (session_id) where role = 'chair';

-- This member leaves for this file: a link the database found, or one that was said.
create table committee.recusal (
  session_id uuid not null references committee.session (id),
  application_id uuid not null,
  person_id uuid not null,
  conflict text not null check (conflict in ('member', 'own-organisation', 'linked-organisation', 'declared-tie')),
  detail text not null,
  recorded_by uuid not null,
  at timestamptz not null,
  primary key (session_id, application_id, person_id)
);

-- The list before the committee: what was computed, and what it proposes so far.
create table committee.item (
  application_id uuid primary key,
  wave_id uuid not null references committee.wave (wave_id),
  deposit_number text not null,
  title text not null,
  position integer not null check (position > 0),
  rank integer not null check (rank > 0),
  requested_cents bigint not null check (requested_cents >= 0),
  computed_outcome text not null check (computed_outcome in ('retained', 'retained-for-less', 'reserve', 'refused')),
  computed_cents bigint not null check (computed_cents >= 0),
  computed_reason text not null,
  outcome text not null check (outcome in ('retained', 'retained-for-less', 'reserve', 'refused', 'redirected')),
  granted_cents bigint not null,
  lever text,
  reason text not null check (length(reason) between 1 and 4000),
  unique (wave_id, position),
  check (committee.coherent(outcome, requested_cents, granted_cents, lever))
);

-- A departure from the computed order, or back: nobody moves a file without a reason.
create table committee.move (
  id uuid primary key,
  session_id uuid not null references committee.session (id),
  application_id uuid not null references committee.item (application_id),
  from_outcome text not null,
  from_cents bigint not null,
  to_outcome text not null,
  to_cents bigint not null,
  to_lever text,
  reason text not null check (length(trim(reason)) between 1 and 4000),
  author_id uuid not null,
  at timestamptz not null
);
create index move_of on committee.move (application_id, at);

create table committee.decision (
  id uuid primary key,
  application_id uuid not null references committee.item (application_id),
  wave_id uuid not null references committee.wave (wave_id),
  -- 1 for the decision of the wave; each later one names the one before. One decision a version.
  version integer not null check (version > 0),
  previous_id uuid references committee.decision (id),
  kind text not null check (kind in ('wave', 'reserve', 'appeal', 'lapse')),
  outcome text not null check (outcome in ('retained', 'retained-for-less', 'reserve', 'refused', 'redirected', 'lapsed')),
  requested_cents bigint not null,
  granted_cents bigint not null,
  lever text,
  reasons text not null check (length(trim(reasons)) between 1 and 4000),
  legal_basis text not null check (length(legal_basis) > 0),
  author_id uuid not null,
  -- Role under which the author decided, at that instant.
  authority text not null check (length(authority) > 0),
  session_id uuid references committee.session (id),
  decided_at timestamptz not null,
  letter_id uuid not null unique,
  unique (application_id, version),
  check ((version = 1) = (previous_id is null)),
  check ((version = 1) = (kind = 'wave')),
  check ((kind = 'wave') = (session_id is not null)),
  check (committee.coherent(outcome, requested_cents, granted_cents, lever))
);
create index decision_of_wave on committee.decision (wave_id, application_id, version);

-- One letter a decision, never before it, never a second.
create table committee.letter (
  id uuid primary key,
  decision_id uuid not null unique references committee.decision (id),
  -- `LetterContent`, written by the job that makes it.
  content jsonb,
  pdf bytea,
  made_at timestamptz,
  first_opened_at timestamptz,
  first_opened_by uuid,
  check (num_nulls(content, pdf, made_at) in (0, 3))
);
alter table committee.decision add constraint decision_has_letter
  foreign key (letter_id) references committee.letter (id) deferrable initially deferred;

-- The wave is decided by a session that is open and quorate, as its list stands, and each departure has its move. A later
-- decision follows the last one.
create function committee.hold_decision() returns trigger language plpgsql as $$
declare
  v_item committee.item;
  v_session committee.session;
  v_last committee.decision;
begin
  select * into v_item from committee.item where application_id = new.application_id;
  if new.kind = 'wave' then
    select * into v_session from committee.session where id = new.session_id;
    if v_session.state <> 'open' or v_session.wave_id <> new.wave_id then
      raise exception 'no open session decides this wave' using errcode = '23514';
    end if;
    if (select count(*) from committee.member m where m.session_id = new.session_id and m.present and not exists (
          select 1 from committee.recusal r where r.session_id = m.session_id and r.person_id = m.person_id
            and r.application_id = new.application_id)) < v_session.quorum then
      raise exception 'file %: no quorum', new.application_id using errcode = '23514';
    end if;
    if (new.outcome, new.granted_cents) is distinct from (v_item.outcome, v_item.granted_cents) then
      raise exception 'file %: the decision is not the list', new.application_id using errcode = '23514';
    end if;
    if (v_item.outcome, v_item.granted_cents) is distinct from (v_item.computed_outcome, v_item.computed_cents)
       and not exists (select 1 from committee.move m where m.application_id = new.application_id
         and m.to_outcome = v_item.outcome and m.to_cents = v_item.granted_cents) then
      raise exception 'file %: a departure without its move', new.application_id using errcode = '23514';
    end if;
  else
    select * into v_last from committee.decision where application_id = new.application_id order by version desc limit 1;
    if v_last.id is distinct from new.previous_id or new.version <> v_last.version + 1 then
      raise exception 'file %: a decision follows the last one', new.application_id using errcode = '23505';
    end if;
  end if;
  return new;
end $$;
create trigger decision_held before insert on committee.decision
  for each row execute function committee.hold_decision();

create function committee.hold_letter() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.id, new.decision_id) is distinct from (old.id, old.decision_id) or old.pdf is not null
     and (new.content, new.pdf, new.made_at) is distinct from (old.content, old.pdf, old.made_at) then
    raise exception 'a letter that was made is not made again' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger letter_held before update or delete on committee.letter
  for each row execute function committee.hold_letter();

-- Once decided, the list stands.
create function committee.hold_item() returns trigger language plpgsql as $$
begin
  if exists (select 1 from committee.wave where wave_id = old.wave_id and decided_at is not null) then
    raise exception 'the wave is decided: its list stands' using errcode = '42501';
  end if;
  return coalesce(new, old);
end $$;
create trigger item_held before update or delete on committee.item
  for each row execute function committee.hold_item();

-- An applicant asks for the opinions on the file: only once it is decided (CRPA L311-2).
create table committee.opinion_request (
  application_id uuid primary key,
  asked_by uuid not null,
  asked_at timestamptz not null
);
create function committee.hold_request() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from committee.decision d where d.application_id = new.application_id and d.decided_at <= new.asked_at) then
    raise exception 'no opinion before the decision' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger opinion_request_held before insert on committee.opinion_request
  for each row execute function committee.hold_request();

create table committee.appeal (
  id uuid primary key,
  decision_id uuid not null references committee.decision (id),
  kind text not null check (kind in ('grace', 'court')),
  received_at timestamptz not null,
  filed_by uuid not null,
  grounds text not null check (length(trim(grounds)) between 1 and 8000),
  answer text check (answer in ('rejected', 'accepted')),
  answer_reasons text check (length(trim(answer_reasons)) between 1 and 4000),
  answered_by uuid,
  answered_at timestamptz check (answered_at >= received_at),
  check (num_nulls(answer, answer_reasons, answered_by, answered_at) in (0, 4))
);
-- One under way at a time of each kind.
create unique index appeal_under_way on committee.appeal (decision_id, kind) where answered_at is null;

create trigger decision_append_only before update or delete on committee.decision
  for each row execute function kernel.refuse_change();
create trigger decision_no_truncate before truncate on committee.decision
  for each statement execute function kernel.refuse_change();
create trigger move_append_only before update or delete on committee.move
  for each row execute function kernel.refuse_change();
create trigger recusal_append_only before update or delete on committee.recusal
  for each row execute function kernel.refuse_change();
