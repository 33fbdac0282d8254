-- What becomes of an order: sent to the bank, then paid or failed. A payment that the bank returns late fails after it was paid.
-- A failed order stays as it is; a new one takes its place.
drop trigger order_append_only on payments.payment_order;
drop trigger order_held on payments.payment_order;
drop function payments.hold_order();
drop index payments.order_of_request;

alter table payments.payment_order
  add column state text not null default 'ordered' check (state in ('ordered', 'sent', 'paid', 'failed')),
  add column sent_at timestamptz,
  add column paid_at timestamptz,
  -- Group of the ledger that executed the payment: what a late return undoes.
  add column paid_group_id uuid,
  add column failed_at timestamptz,
  -- ISO 20022 external status reason, when the bank gives one.
  add column failure_code text check (failure_code ~ '^[A-Z0-9]{1,4}$'),
  add column failure text check (length(failure) between 1 and 500),
  add check ((state = 'ordered') = (sent_at is null)),
  add check ((paid_at is null) = (paid_group_id is null)),
  add check (state <> 'paid' or paid_at is not null),
  add check (state in ('paid', 'failed') or paid_at is null),
  add check ((state = 'failed') = (failed_at is not null)),
  add check ((state = 'failed') = (failure is not null)),
  add check (state = 'failed' or failure_code is null);
create unique index order_standing on payments.payment_order (request_id) where state <> 'failed';
create index order_of_request on payments.payment_order (request_id, ordered_at);
create index order_by_state on payments.payment_order (state, sent_at);

-- No order without certified evidence and two approvals; what it pays is what was certified; it goes one way.
create function payments.hold_order() returns trigger language plpgsql as $$
declare
  v_request payments.request;
begin
  if tg_op = 'INSERT' then
    select * into v_request from payments.request where id = new.request_id for no key update;
    if (select count(*) from payments.visa v where v.request_id = new.request_id) <> 3 then
      raise exception 'request %: no payment without certified evidence and two approvals', new.request_id using errcode = '23514';
    end if;
    if new.amount_cents is distinct from v_request.certified_cents then
      raise exception 'an order pays what was certified' using errcode = '23514';
    end if;
    if new.state <> 'ordered' or v_request.state not in ('approved', 'failed') then
      raise exception 'request % is not to be ordered', new.request_id using errcode = '23514';
    end if;
    return new;
  end if;
  if (new.id, new.request_id, new.amount_cents, new.year, new.instrument, new.ordered_at) is distinct from
     (old.id, old.request_id, old.amount_cents, old.year, old.instrument, old.ordered_at)
     or (old.paid_at is not null and (new.paid_at, new.paid_group_id) is distinct from (old.paid_at, old.paid_group_id)) then
    raise exception 'an order keeps what it pays' using errcode = '42501';
  end if;
  if new.state <> old.state and (old.state, new.state) not in
     (('ordered', 'sent'), ('sent', 'ordered'), ('sent', 'paid'), ('sent', 'failed'), ('paid', 'failed')) then
    raise exception 'order %: no way from % to %', new.id, old.state, new.state using errcode = '23514';
  end if;
  if old.state = 'failed' then
    raise exception 'order % has failed: it stays as it is', new.id using errcode = '42501';
  end if;
  return new;
end $$;
create trigger order_held before insert or update on payments.payment_order
  for each row execute function payments.hold_order();
create trigger order_stays before delete on payments.payment_order for each row execute function kernel.refuse_change();

alter table payments.request drop constraint request_state_check;
alter table payments.request add constraint request_state_check
  check (state in ('draft', 'clarification', 'submitted', 'certified', 'approved', 'ordered', 'sent', 'paid', 'failed'));

-- What a request is for never changes; once certified, its amount neither; once ordered, it tells what its order tells.
create or replace function payments.hold_request() returns trigger language plpgsql as $$
begin
  if (new.id, new.agreement_id, new.tranche_id, new.partner_id, new.organisation_id, new.award_id, new.asked_cents,
      new.party_sirens, new.required_evidence) is distinct from
     (old.id, old.agreement_id, old.tranche_id, old.partner_id, old.organisation_id, old.award_id, old.asked_cents,
      old.party_sirens, old.required_evidence)
     or (old.certified_cents is not null and new.certified_cents is distinct from old.certified_cents) then
    raise exception 'a request keeps what it asks' using errcode = '42501';
  end if;
  if new.certified_cents is not null and not exists (
    select 1 from payments.visa v where v.request_id = new.id and v.step = 'certified') then
    raise exception 'request %: nobody certified it', new.id using errcode = '23514';
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

-- At commit an order and its request tell the same, whoever wrote.
create function payments.check_order_told() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from payments.request r where r.id = new.request_id and r.state = coalesce(
      (select o.state from payments.payment_order o where o.request_id = new.request_id and o.state <> 'failed'), 'failed')) then
    raise exception 'request % does not tell what its order tells', new.request_id using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger order_told after insert or update of state on payments.payment_order
  deferrable initially deferred for each row execute function payments.check_order_told();
