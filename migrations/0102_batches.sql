-- Batches of orders for the accounting officer: a file that never changes, each order with the account confirmed at that instant.
create table payments.batch (
  id uuid primary key,
  number integer not null unique check (number > 0),
  state text not null default 'composed' check (state in ('composed', 'handed', 'cancelled')),
  orders integer not null check (orders between 1 and 1000),
  total_cents bigint not null check (total_cents > 0),
  execute_on date not null,
  debtor_name text not null,
  debtor_shown text not null check (debtor_shown ~ '^[A-Z]{2}[0-9]{2} •••• [A-Z0-9]{4}$'),
  -- Of the file as it is downloaded; the file itself holds account numbers, so it is kept sealed (AES-256-GCM).
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes integer not null check (size_bytes > 0),
  content_sealed bytea not null,
  made_by uuid not null,
  made_at timestamptz not null,
  handed_by uuid,
  handed_at timestamptz,
  cancelled_by uuid,
  cancelled_at timestamptz,
  cancel_reason text check (length(cancel_reason) between 1 and 2000),
  check ((state = 'handed') = (handed_at is not null)),
  check ((handed_at is null) = (handed_by is null)),
  check ((state = 'cancelled') = (cancelled_at is not null)),
  check ((cancelled_at is null) = (cancelled_by is null)),
  check ((cancelled_at is null) = (cancel_reason is null))
);

create table payments.batch_line (
  batch_id uuid not null references payments.batch (id),
  order_id uuid not null references payments.payment_order (id),
  bank_account_id uuid not null references payments.bank_account (id),
  amount_cents bigint not null check (amount_cents > 0),
  -- `false`: the batch was cancelled, the order may go in another.
  live boolean not null default true,
  primary key (batch_id, order_id)
);
create unique index batch_line_live on payments.batch_line (order_id) where live;
create index batch_line_account on payments.batch_line (bank_account_id);

create function payments.hold_batch() returns trigger language plpgsql as $$
begin
  if (new.id, new.number, new.orders, new.total_cents, new.execute_on, new.debtor_name, new.debtor_shown, new.sha256,
      new.size_bytes, new.content_sealed, new.made_by, new.made_at) is distinct from
     (old.id, old.number, old.orders, old.total_cents, old.execute_on, old.debtor_name, old.debtor_shown, old.sha256,
      old.size_bytes, old.content_sealed, old.made_by, old.made_at)
     or old.state <> 'composed' then
    raise exception 'batch % keeps its file: it is handed once or cancelled once', old.number using errcode = '42501';
  end if;
  return new;
end $$;
create trigger batch_held before update on payments.batch for each row execute function payments.hold_batch();
create trigger batch_stays before delete on payments.batch for each row execute function kernel.refuse_change();

-- An order leaves for the account confirmed now, of the organisation that asks; a cancelled batch lets its orders go.
create function payments.hold_batch_line() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if (new.batch_id, new.order_id, new.bank_account_id, new.amount_cents) is distinct from
       (old.batch_id, old.order_id, old.bank_account_id, old.amount_cents) or not old.live then
      raise exception 'a line of a batch stays' using errcode = '42501';
    end if;
    if not new.live and not exists (select 1 from payments.batch b where b.id = new.batch_id and b.state = 'cancelled') then
      raise exception 'an order leaves a batch that is cancelled only' using errcode = '23514';
    end if;
    return new;
  end if;
  if not exists (
    select 1 from payments.payment_order o
      join payments.request r on r.id = o.request_id
      join payments.bank_account a on a.organisation_id = r.organisation_id
      where o.id = new.order_id and o.state = 'ordered' and o.amount_cents = new.amount_cents
        and a.id = new.bank_account_id and a.confirmed_at is not null and a.ended_at is null) then
    raise exception 'order %: not to be sent, or to an account that is not confirmed', new.order_id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger batch_line_held before insert or update on payments.batch_line
  for each row execute function payments.hold_batch_line();
create trigger batch_line_stays before delete on payments.batch_line
  for each row execute function kernel.refuse_change();

-- At commit a batch holds the orders and the sum that it says.
create function payments.check_batch() returns trigger language plpgsql as $$
begin
  if (select (count(*), coalesce(sum(l.amount_cents), 0)::bigint) from payments.batch_line l where l.batch_id = new.id)
     is distinct from (new.orders::bigint, new.total_cents) then
    raise exception 'batch % does not hold what it says', new.number using errcode = '23514';
  end if;
  if (new.state = 'cancelled') = exists (select 1 from payments.batch_line l where l.batch_id = new.id and l.live) then
    raise exception 'batch % and its lines do not tell the same', new.number using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger batch_whole after insert or update on payments.batch
  deferrable initially deferred for each row execute function payments.check_batch();

-- An order that left is in a batch; one that came back to « ordered » is in none.
create function payments.check_order_batch() returns trigger language plpgsql as $$
begin
  if (new.state = 'ordered') = exists (select 1 from payments.batch_line l where l.order_id = new.id and l.live) then
    raise exception 'order % is % without its batch', new.id, new.state using errcode = '23514';
  end if;
  return new;
end $$;
create trigger order_in_batch before update of state on payments.payment_order
  for each row when (old.state is distinct from new.state) execute function payments.check_order_batch();
