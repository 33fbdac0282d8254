-- Undo before what cannot be undone: a certification withdrawn, a draft cancelled, a request refused with its reasons. What was done
-- stays in the history.
alter table payments.request
  add column ended_at timestamptz,
  add column ended_by uuid,
  add column ended_reason text check (length(ended_reason) between 1 and 2000);
alter table payments.request drop constraint request_state_check;
alter table payments.request add constraint request_state_check
  check (state in ('draft', 'clarification', 'submitted', 'certified', 'approved', 'ordered', 'sent', 'paid', 'failed',
    'rejected', 'cancelled'));
alter table payments.request drop constraint request_check1;
alter table payments.request add constraint request_certified
  check ((state in ('draft', 'clarification', 'submitted', 'rejected', 'cancelled')) = (certified_cents is null));
alter table payments.request drop constraint request_check2;
alter table payments.request add constraint request_submitted
  check (state in ('draft', 'clarification', 'cancelled') or submitted_at is not null);
alter table payments.request add constraint request_ended
  check ((state in ('rejected', 'cancelled')) = (ended_at is not null) and (ended_at is null) = (ended_reason is null));
-- A tranche is asked again once its request is refused or cancelled.
alter table payments.request drop constraint request_tranche_id_partner_id_agreement_id_key;
create unique index request_standing on payments.request (tranche_id, partner_id, agreement_id)
  where state not in ('rejected', 'cancelled');

-- An invoice of a request that ended counts no more: another request may bring it.
alter table payments.expense_line add column released_at timestamptz;
drop index payments.invoice_once_by_content;
drop index payments.invoice_once_by_number;
create unique index invoice_once_by_content on payments.expense_line (sha256) where accepted_cents > 0 and released_at is null;
create unique index invoice_once_by_number on payments.expense_line (supplier_siren, invoice_key)
  where accepted_cents > 0 and released_at is null;

create or replace function payments.hold_line() returns trigger language plpgsql as $$
declare
  v_state text;
begin
  select state into v_state from payments.request where id = coalesce(new.request_id, old.request_id);
  if tg_op = 'UPDATE' then
    if (new.id, new.request_id, new.supplier_siren, new.invoice_key, new.amount_cents, new.sha256) is distinct from
       (old.id, old.request_id, old.supplier_siren, old.invoice_key, old.amount_cents, old.sha256) then
      raise exception 'a line keeps its invoice' using errcode = '42501';
    end if;
    if new.released_at is distinct from old.released_at then
      if v_state not in ('rejected', 'cancelled') or old.released_at is not null
         or (new.verdict, new.accepted_cents) is distinct from (old.verdict, old.accepted_cents) then
        raise exception 'a line is released when its request ends, as it was judged' using errcode = '23514';
      end if;
      return new;
    end if;
    if v_state <> 'submitted' then
      raise exception 'lines are judged while the request is submitted' using errcode = '23514';
    end if;
    return new;
  end if;
  if v_state not in ('draft', 'clarification') then
    raise exception 'request % is sent: its lines stay', coalesce(new.request_id, old.request_id) using errcode = '23514';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

-- Visas withdrawn: what was given stays written, with who took it back and why; `payments.visa` holds those that count.
create table payments.withdrawn_visa (
  request_id uuid not null references payments.request (id),
  step text not null check (step in ('certified', 'approved-1')),
  person_id uuid not null,
  journal_entry_id uuid not null,
  at timestamptz not null,
  withdrawn_by uuid not null,
  withdrawn_at timestamptz not null,
  reason text not null check (length(reason) between 1 and 2000),
  withdrawal_entry_id uuid not null,
  primary key (request_id, step, journal_entry_id)
);
create trigger withdrawn_visa_append_only before update or delete on payments.withdrawn_visa
  for each row execute function kernel.refuse_change();

drop trigger visa_append_only on payments.visa;
create trigger visa_unchanged before update on payments.visa for each row execute function kernel.refuse_change();
create function payments.keep_visa() returns trigger language plpgsql as $$
begin
  if (select r.state from payments.request r where r.id = old.request_id) not in ('certified', 'approved') then
    raise exception 'request %: no visa is withdrawn after the second approval', old.request_id using errcode = '23514';
  end if;
  if not exists (select 1 from payments.withdrawn_visa w where w.request_id = old.request_id and w.step = old.step
      and w.person_id = old.person_id and w.journal_entry_id = old.journal_entry_id and w.at = old.at) then
    raise exception 'a visa leaves only to stand among those withdrawn' using errcode = '42501';
  end if;
  return old;
end $$;
create trigger visa_kept before delete on payments.visa for each row execute function payments.keep_visa();

create or replace function payments.hold_request() returns trigger language plpgsql as $$
begin
  if (new.id, new.agreement_id, new.tranche_id, new.partner_id, new.organisation_id, new.award_id, new.asked_cents,
      new.party_sirens, new.required_evidence) is distinct from
     (old.id, old.agreement_id, old.tranche_id, old.partner_id, old.organisation_id, old.award_id, old.asked_cents,
      old.party_sirens, old.required_evidence)
     or (old.certified_cents is not null and new.certified_cents is not null
         and new.certified_cents is distinct from old.certified_cents) then
    raise exception 'a request keeps what it asks' using errcode = '42501';
  end if;
  if new.certified_cents is not null and not exists (
    select 1 from payments.visa v where v.request_id = new.id and v.step = 'certified') then
    raise exception 'request %: nobody certified it', new.id using errcode = '23514';
  end if;
  -- Back from certified: only by withdrawing every visa, before the order.
  if old.certified_cents is not null and new.certified_cents is null and (new.state <> 'submitted'
      or old.state not in ('certified', 'approved') or exists (
        select 1 from payments.visa v where v.request_id = new.id)) then
    raise exception 'request %: its certification stands', new.id using errcode = '23514';
  end if;
  if old.state in ('rejected', 'cancelled') then
    raise exception 'request % has ended', new.id using errcode = '42501';
  end if;
  if (new.state = 'rejected' and old.state not in ('submitted', 'clarification'))
     or (new.state = 'cancelled' and old.state not in ('draft', 'clarification')) then
    raise exception 'request %: no way from % to %', new.id, old.state, new.state using errcode = '23514';
  end if;
  if new.state in ('ordered', 'sent', 'paid') and not exists (
    select 1 from payments.payment_order o where o.request_id = new.id and o.state = new.state) then
    raise exception 'request % has no order that is %', new.id, new.state using errcode = '23514';
  end if;
  if new.state = 'failed' and (not exists (
      select 1 from payments.payment_order o where o.request_id = new.id) or exists (
      select 1 from payments.payment_order o where o.request_id = new.id and o.state <> 'failed')) then
    raise exception 'request % has not failed', new.id using errcode = '23514';
  end if;
  if old.state in ('ordered', 'sent', 'paid', 'failed') and new.state not in ('ordered', 'sent', 'paid', 'failed') then
    raise exception 'request % was ordered: it does not go back', new.id using errcode = '23514';
  end if;
  return new;
end $$;

-- A tranche whose requests all ended may be amended again: the mark leaves with the last of them.
drop trigger tranche_asked_append_only on grants.tranche_asked;
create trigger tranche_asked_unchanged before update on grants.tranche_asked
  for each row execute function kernel.refuse_change();
