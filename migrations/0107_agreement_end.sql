-- How an agreement in force ends: completed, once its balance is paid; terminated, after a notice to which its partners may answer.
-- What is certified or paid stays; the rest leaves the agreement. A closing version says what it comes to.
alter table grants.agreement drop constraint agreement_state_check;
alter table grants.agreement add constraint agreement_state_check
  check (state in ('draft', 'sent', 'partially-signed', 'in-force', 'amending', 'lapsed', 'declined', 'completed', 'terminated'));
alter table grants.agreement drop constraint agreement_check;
alter table grants.agreement add constraint agreement_closed
  check ((state in ('lapsed', 'declined', 'completed', 'terminated')) = (closed_at is not null));
alter table grants.agreement drop constraint agreement_check1;
alter table grants.agreement add constraint agreement_version_in_force
  check (case when state in ('in-force', 'amending', 'completed') then in_force_version is not null
    when state = 'terminated' then true else in_force_version is null end);
alter table grants.agreement drop constraint agreement_check2;
alter table grants.agreement add constraint agreement_version_open
  check (state in ('in-force', 'lapsed', 'declined', 'completed', 'terminated') or open_version is not null);

alter table grants.agreement_version add column closing boolean not null default false;

-- A notice of termination: its reason, the time to answer, then its outcome.
create table grants.termination (
  id uuid primary key,
  agreement_id uuid not null references grants.agreement (id),
  reason text not null check (length(reason) between 1 and 2000),
  returns_to text not null check (returns_to in ('wave', 'released')),
  opened_by uuid not null,
  opened_at timestamptz not null,
  -- First instant at which it may be pronounced: fifteen days at least to answer.
  answer_until timestamptz not null check (answer_until >= opened_at + interval '15 days'),
  outcome text check (outcome in ('terminated', 'abandoned')),
  ended_by uuid,
  ended_at timestamptz,
  ended_reason text check (length(ended_reason) between 1 and 2000),
  check (num_nulls(outcome, ended_by, ended_at, ended_reason) in (0, 4)),
  check (outcome is distinct from 'terminated' or ended_at >= answer_until)
);
create unique index termination_open on grants.termination (agreement_id) where ended_at is null;
create index termination_of on grants.termination (agreement_id, opened_at);
create function grants.hold_termination() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null or (new.id, new.agreement_id, new.reason, new.returns_to, new.opened_by, new.opened_at, new.answer_until)
     is distinct from (old.id, old.agreement_id, old.reason, old.returns_to, old.opened_by, old.opened_at, old.answer_until) then
    raise exception 'a notice of termination is ended once, never rewritten' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger termination_held before update on grants.termination for each row execute function grants.hold_termination();
create trigger termination_stays before delete on grants.termination for each row execute function kernel.refuse_change();

-- What a partner answers to it.
create table grants.observation (
  id uuid primary key,
  termination_id uuid not null references grants.termination (id),
  partner_id text not null,
  organisation text not null,
  body text not null check (length(body) between 1 and 8000),
  written_by uuid not null,
  written_at timestamptz not null
);
create index observation_of on grants.observation (termination_id, written_at);
create trigger observation_append_only before update or delete on grants.observation
  for each row execute function kernel.refuse_change();

-- A closing version binds nobody to more: no share grows, so nobody signs it.
create or replace function grants.hold_version() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.terms, new.text_sha256, new.reason, new.sent_at, new.closing)
      is distinct from (old.terms, old.text_sha256, old.reason, old.sent_at, old.closing) then
    raise exception 'agreement %: version % is sealed', new.agreement_id, new.number using errcode = '23514';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
      ('draft', 'sent'), ('draft', 'abandoned'), ('sent', 'in-force'), ('sent', 'superseded'), ('sent', 'abandoned'),
      ('in-force', 'superseded')) then
    raise exception 'agreement %: no way from % to %', new.agreement_id, old.state, new.state using errcode = '23514';
  end if;
  if new.state = 'in-force' and old.state <> 'in-force' and not new.closing and (grants.signers_left(new) > 0 or not exists (
      select 1 from grants.signature s
        where s.agreement_id = new.agreement_id and s.version = new.number and s.signer = 'state')) then
    raise exception 'agreement %: version % is not signed by all', new.agreement_id, new.number using errcode = '23514';
  end if;
  return new;
end $$;
create function grants.hold_closing() returns trigger language plpgsql as $$
begin
  if not new.closing then
    return new;
  end if;
  if exists (
    select 1 from jsonb_array_elements(new.terms -> 'partners') as p where (p ->> 'shareCents')::bigint > coalesce((
      select (q ->> 'shareCents')::bigint from grants.agreement_version v, jsonb_array_elements(v.terms -> 'partners') as q
        where v.agreement_id = new.agreement_id and v.state in ('in-force', 'superseded') and v.number = (
          select max(s.version) from grants.signature s where s.agreement_id = new.agreement_id and s.signer = 'state')
        and q ->> 'partnerId' = p ->> 'partnerId'), 0)) then
    raise exception 'agreement %: a closing version gives no partner more', new.agreement_id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger closing_held before insert or update on grants.agreement_version
  for each row execute function grants.hold_closing();
