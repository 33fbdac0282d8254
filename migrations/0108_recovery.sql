-- Undue sums that come back: an order to repay on a payment made, its letter, and what came back of it.
create table payments.recovery (
  id uuid primary key,
  -- In the order of the orders, without a gap.
  number integer not null unique check (number > 0),
  request_id uuid not null references payments.request (id),
  amount_cents bigint not null check (amount_cents > 0),
  reason text not null check (length(reason) between 1 and 2000),
  due_on date not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  cancelled_at timestamptz,
  cancelled_by uuid,
  cancelled_reason text check (length(cancelled_reason) between 1 and 2000),
  check (num_nulls(cancelled_at, cancelled_by, cancelled_reason) in (0, 3))
);
create index recovery_of_request on payments.recovery (request_id);

create table payments.recovery_return (
  id uuid primary key,
  recovery_id uuid not null references payments.recovery (id),
  amount_cents bigint not null check (amount_cents > 0),
  received_on date not null,
  reference text not null check (length(reference) between 1 and 80),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  journal_entry_id uuid not null
);
create index recovery_return_of on payments.recovery_return (recovery_id, recorded_at);
create trigger recovery_return_append_only before update or delete on payments.recovery_return
  for each row execute function kernel.refuse_change();

create table payments.recovery_letter (
  recovery_id uuid primary key references payments.recovery (id),
  content bytea not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  made_at timestamptz not null
);
create trigger recovery_letter_append_only before update or delete on payments.recovery_letter
  for each row execute function kernel.refuse_change();

-- On a payment made, and never for more than it paid; what came back is never more than what was asked.
create function payments.hold_recovery() returns trigger language plpgsql as $$
declare
  v_request payments.request;
  v_back bigint;
begin
  select * into v_request from payments.request where id = new.request_id for no key update;
  if tg_op = 'UPDATE' then
    select coalesce(sum(b.amount_cents), 0) into v_back from payments.recovery_return b where b.recovery_id = new.id;
    if (new.id, new.number, new.request_id, new.amount_cents, new.reason, new.due_on, new.opened_by, new.opened_at) is distinct from
       (old.id, old.number, old.request_id, old.amount_cents, old.reason, old.due_on, old.opened_by, old.opened_at)
       or old.cancelled_at is not null or v_back >= old.amount_cents then
      raise exception 'an order to repay is cancelled once, never rewritten' using errcode = '42501';
    end if;
    return new;
  end if;
  if v_request.state <> 'paid' then
    raise exception 'request % is not paid: nothing is undue', new.request_id using errcode = '23514';
  end if;
  -- Of one cancelled, what came back before still counts.
  if new.amount_cents + coalesce((
      select sum(case when r.cancelled_at is null then r.amount_cents else (
          select coalesce(sum(b.amount_cents), 0) from payments.recovery_return b where b.recovery_id = r.id) end)
        from payments.recovery r where r.request_id = new.request_id), 0) > v_request.certified_cents then
    raise exception 'request %: more would come back than was paid', new.request_id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger recovery_held before insert or update on payments.recovery
  for each row execute function payments.hold_recovery();
create trigger recovery_stays before delete on payments.recovery for each row execute function kernel.refuse_change();

create function payments.hold_recovery_return() returns trigger language plpgsql as $$
declare
  v_recovery payments.recovery;
begin
  select * into v_recovery from payments.recovery where id = new.recovery_id for no key update;
  if v_recovery.cancelled_at is not null or v_recovery.opened_by = new.recorded_by then
    raise exception 'recovery %: cancelled, or recorded by who ordered it', new.recovery_id using errcode = '23514';
  end if;
  if new.amount_cents + coalesce((
      select sum(b.amount_cents) from payments.recovery_return b where b.recovery_id = new.recovery_id), 0) > v_recovery.amount_cents then
    raise exception 'recovery %: more came back than was asked', new.recovery_id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger return_held before insert on payments.recovery_return for each row execute function payments.hold_recovery_return();
