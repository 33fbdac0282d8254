-- What this database is, for ever: a real installation, or a rehearsal of one. A rehearsal alone has a clock that may be moved.
create table kernel.installation (
  one boolean primary key default true check (one),
  kind text not null check (kind in ('real', 'rehearsal')),
  -- Another world has another name: a process that serves the one before sees that it is gone.
  world uuid not null default gen_random_uuid(),
  settled_at timestamptz not null default clock_timestamp()
);

-- A database that holds a person or a decision is real: nothing makes a rehearsal of it afterwards.
create function kernel.settle_installation() returns trigger language plpgsql as $$
begin
  if new.kind = 'rehearsal'
     and (exists (select 1 from kernel.journal_entry) or exists (select 1 from identity.person)) then
    raise exception 'this database is in use: it cannot become a rehearsal' using errcode = 'DF010';
  end if;
  return new;
end $$;
create trigger installation_settled before insert on kernel.installation
  for each row execute function kernel.settle_installation();
create trigger installation_append_only before update or delete on kernel.installation
  for each row execute function kernel.refuse_change();
create trigger installation_no_truncate before truncate on kernel.installation
  for each statement execute function kernel.refuse_change();

insert into kernel.installation (kind) select 'real' where exists (select 1 from kernel.journal_entry);

-- The clock of a rehearsal: what it showed at a real instant, and how many of its seconds pass in one.
create table kernel.rehearsal_clock (
  one boolean primary key default true check (one),
  shown_at timestamptz not null,
  based_at timestamptz not null,
  speed integer not null check (speed in (1, 60, 1000))
);

create function kernel.shown_by(c kernel.rehearsal_clock, p_real timestamptz) returns timestamptz language sql immutable as $$
  select c.shown_at + (p_real - c.based_at) * c.speed
$$;

-- Refuses a clock in a real installation, and one that would go back, whoever writes.
create function kernel.hold_rehearsal_clock() returns trigger language plpgsql as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  if not exists (select 1 from kernel.installation where kind = 'rehearsal') then
    raise exception 'the clock of a real installation is never moved' using errcode = 'DF011';
  end if;
  if tg_op = 'UPDATE' and (new.based_at > v_now or kernel.shown_by(new, v_now) < kernel.shown_by(old, v_now)) then
    raise exception 'the clock of a rehearsal never goes back' using errcode = 'DF012';
  end if;
  return new;
end $$;
create trigger rehearsal_clock_held before insert or update on kernel.rehearsal_clock
  for each row execute function kernel.hold_rehearsal_clock();
create trigger rehearsal_clock_stays before delete on kernel.rehearsal_clock
  for each row execute function kernel.refuse_change();
create trigger rehearsal_clock_no_truncate before truncate on kernel.rehearsal_clock
  for each statement execute function kernel.refuse_change();

-- The one clock of the database: the real one, or in a rehearsal the one its processes follow.
create function kernel.at() returns timestamptz language sql volatile as $$
  select coalesce((select kernel.shown_by(c, clock_timestamp()) from kernel.rehearsal_clock c), clock_timestamp())
$$;

alter table kernel.journal_entry alter column recorded_at set default kernel.at();
alter table ledger.account alter column opened_at set default kernel.at();
alter table ledger.transfer alter column recorded_at set default kernel.at();
alter table deposits.deposit alter column recorded_at set default kernel.at();
alter table deposits.attempt alter column recorded_at set default kernel.at();

-- As before, memberships being judged at the instant of the installation's clock.
create or replace function evaluation.conflict(p_person uuid, p_application uuid) returns text
language sql stable security definer set search_path = pg_catalog as $$
  with mine as (
    select o.siren from identity.membership m join identity.organisation o on o.id = m.organisation_id
      where m.person_id = p_person and (m.valid_to is null or m.valid_to > (select kernel.at()))
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
