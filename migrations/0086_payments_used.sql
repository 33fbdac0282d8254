-- What no code uses leaves: bank accounts, payment files and recoveries come back with the code that fills them.
drop trigger request_held on payments.request;
drop function payments.hold_request();
drop trigger order_held on payments.payment_order;
drop function payments.hold_order();
drop trigger order_stays on payments.payment_order;

drop table payments.recovery;
alter table payments.payment_order
  drop column bank_account_id,
  drop column batch_id,
  drop column failure,
  drop column ended_at,
  drop column state,
  drop column end_to_end_id;
drop table payments.batch;
drop table payments.bank_account;

create unique index order_of_request on payments.payment_order (request_id);

-- No order without certified evidence and two approvals; what it pays is what was certified.
create function payments.hold_order() returns trigger language plpgsql as $$
begin
  if (select count(*) from payments.visa v where v.request_id = new.request_id) <> 3 then
    raise exception 'request %: no payment without certified evidence and two approvals', new.request_id using errcode = '23514';
  end if;
  if new.amount_cents is distinct from (select r.certified_cents from payments.request r where r.id = new.request_id) then
    raise exception 'an order pays what was certified' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger order_held before insert on payments.payment_order for each row execute function payments.hold_order();
create trigger order_append_only before update or delete on payments.payment_order
  for each row execute function kernel.refuse_change();

alter table payments.request drop constraint request_state_check;
alter table payments.request add constraint request_state_check
  check (state in ('draft', 'clarification', 'submitted', 'certified', 'approved', 'ordered'));

-- What a request is for never changes; once certified, its amount neither.
create function payments.hold_request() returns trigger language plpgsql as $$
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
  if new.state = 'ordered' and not exists (select 1 from payments.payment_order o where o.request_id = new.id) then
    raise exception 'request % has no order', new.id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger request_held before update on payments.request for each row execute function payments.hold_request();
