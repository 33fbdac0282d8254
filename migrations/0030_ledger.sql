-- The programme's ledger: double entry in integer cents, one book of commitment appropriations (AE), one book of payment
-- appropriations a year (CP-<year>). One door writes: ledger.post(). See docs/adr/0030-ledger-in-the-database.md.
create schema if not exists ledger;

-- What the money of an account is at: the page's columns and the flow table speak of stages.
create table ledger.stage (stage text primary key);
insert into ledger.stage (stage) values
  ('source'), ('programme'), ('axis'), ('instrument'), ('wave'), ('reserved'), ('held'), ('committed'), ('certified'),
  ('paid'), ('released'), ('recovered'), ('ordered'), ('lapsed');

-- The only ways money may go. src/ledger/model/flows.ts prints the same table; a test compares the two.
create table ledger.flow (
  event text not null,
  book_kind text not null check (book_kind in ('AE', 'CP')),
  from_stage text not null references ledger.stage (stage),
  to_stage text not null references ledger.stage (stage),
  primary key (event, book_kind, from_stage, to_stage)
);
insert into ledger.flow (event, book_kind, from_stage, to_stage) values
  ('appropriate', 'AE', 'source', 'programme'),
  ('appropriate', 'CP', 'source', 'programme'),
  ('allot', 'AE', 'programme', 'axis'),
  ('allot', 'AE', 'axis', 'instrument'),
  ('allot', 'AE', 'instrument', 'instrument'),
  ('allot', 'CP', 'programme', 'instrument'),
  ('open-wave', 'AE', 'instrument', 'wave'),
  ('return-from-wave', 'AE', 'wave', 'instrument'),
  ('award', 'AE', 'wave', 'reserved'),
  ('award-lapse', 'AE', 'reserved', 'wave'),
  ('sign', 'AE', 'reserved', 'committed'),
  ('amend-up', 'AE', 'wave', 'committed'),
  ('amend-down', 'AE', 'committed', 'wave'),
  ('amend-down', 'AE', 'committed', 'released'),
  ('certify', 'AE', 'committed', 'certified'),
  ('order-payment', 'CP', 'instrument', 'ordered'),
  ('pay', 'AE', 'certified', 'paid'),
  ('pay', 'CP', 'ordered', 'paid'),
  ('payment-fail', 'CP', 'ordered', 'instrument'),
  ('recover', 'AE', 'paid', 'recovered'),
  ('year-lapse', 'CP', 'programme', 'lapsed'),
  ('year-lapse', 'CP', 'instrument', 'lapsed'),
  ('voucher-issue', 'AE', 'instrument', 'held'),
  ('voucher-expire', 'AE', 'held', 'instrument'),
  ('voucher-redeem', 'AE', 'held', 'certified');

create table ledger.account (
  id uuid primary key,
  book text not null check (book = 'AE' or book ~ '^CP-20[0-9]{2}$'),
  code text not null check (code ~ '^[a-z0-9][a-z0-9:-]*$' and length(code) <= 200),
  stage text not null references ledger.stage (stage),
  -- Path of the envelopes the account lives in ('plan/innovation/deffinum/<wave>'): an envelope is everything under its path.
  scope text not null,
  guard text not null check (guard in ('non-negative', 'may-go-negative')),
  balance bigint not null default 0,
  version bigint not null default 0 check (version >= 0),
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz check (closed_at is null or balance = 0),
  unique (book, code),
  unique (id, book),
  -- The last wall: whatever the code above believes, a guarded account never goes below zero.
  constraint account_guard check (guard = 'may-go-negative' or balance >= 0)
);
create index account_scope on ledger.account (book, scope text_pattern_ops);

create table ledger.transfer_group (
  id uuid primary key,
  expected_count int not null check (expected_count between 1 and 500),
  -- The decision that moved the money. Deferred: the journal's chain is locked last, after the accounts.
  journal_entry_id uuid not null references kernel.journal_entry (id) deferrable initially deferred,
  unique (id, journal_entry_id)
);
create index transfer_group_entry on ledger.transfer_group (journal_entry_id);

create table ledger.transfer (
  id uuid primary key,
  idempotency_key text not null unique check (length(idempotency_key) between 3 and 300),
  fingerprint bytea not null,
  group_id uuid not null,
  journal_entry_id uuid not null,
  event text not null,
  book text not null,
  from_account uuid not null,
  to_account uuid not null check (to_account <> from_account),
  amount_cents bigint not null check (amount_cents > 0 and amount_cents <= 100000000000000),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  reverses uuid unique references ledger.transfer (id),
  foreign key (group_id, journal_entry_id) references ledger.transfer_group (id, journal_entry_id),
  -- A transfer never leaves its book, so a book always sums to zero.
  foreign key (from_account, book) references ledger.account (id, book),
  foreign key (to_account, book) references ledger.account (id, book)
);
create index transfer_group_of on ledger.transfer (group_id);
create index transfer_from on ledger.transfer (from_account, id);
create index transfer_to on ledger.transfer (to_account, id);

-- One line for an account at each posting that touches it: what links a balance to the transfers that explain it.
create table ledger.entry (
  account_id uuid not null references ledger.account (id),
  version bigint not null check (version > 0),
  group_id uuid not null references ledger.transfer_group (id),
  delta bigint not null,
  balance_after bigint not null,
  primary key (account_id, version)
);
create index entry_group on ledger.entry (group_id);

-- ── Walls ────────────────────────────────────────────────────────────────────────────────────────────────────────────

create trigger transfer_append_only before update or delete on ledger.transfer
  for each row execute function kernel.refuse_change();
create trigger transfer_no_truncate before truncate on ledger.transfer
  for each statement execute function kernel.refuse_change();
create trigger transfer_group_append_only before update or delete on ledger.transfer_group
  for each row execute function kernel.refuse_change();
create trigger transfer_group_no_truncate before truncate on ledger.transfer_group
  for each statement execute function kernel.refuse_change();
create trigger entry_append_only before update or delete on ledger.entry
  for each row execute function kernel.refuse_change();
create trigger entry_no_truncate before truncate on ledger.entry
  for each statement execute function kernel.refuse_change();
create trigger account_no_delete before delete on ledger.account
  for each row execute function kernel.refuse_change();
create trigger account_no_truncate before truncate on ledger.account
  for each statement execute function kernel.refuse_change();

-- ledger.posting is set by the functions of the door, for the time of their run only.
create function ledger.through_the_door() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ledger.posting', true), '') <> 'on' then
    raise exception '% is written by ledger.post() alone', tg_table_schema || '.' || tg_table_name using errcode = '42501';
  end if;
  return new;
end $$;

create trigger transfer_by_the_door before insert on ledger.transfer
  for each row execute function ledger.through_the_door();
create trigger transfer_group_by_the_door before insert on ledger.transfer_group
  for each row execute function ledger.through_the_door();
create trigger entry_by_the_door before insert on ledger.entry
  for each row execute function ledger.through_the_door();
create trigger account_by_the_door before insert or update on ledger.account
  for each row execute function ledger.through_the_door();

create function ledger.account_keeps_its_name() returns trigger language plpgsql as $$
begin
  if (new.id, new.book, new.code, new.stage, new.scope, new.guard) is distinct from
     (old.id, old.book, old.code, old.stage, old.scope, old.guard) then
    raise exception 'an account keeps its book, code, stage, scope and guard' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger account_keeps_its_name before update on ledger.account
  for each row execute function ledger.account_keeps_its_name();

-- At commit, whoever wrote and whatever marker was set: each step of a balance is the sum of the transfers of one group.
-- By induction from zero, a balance is the replay of its transfers.
create function ledger.check_balance_step() returns trigger language plpgsql as $$
declare
  v_entry ledger.entry;
  v_net bigint;
begin
  if tg_op = 'INSERT' then
    if new.balance <> 0 or new.version <> 0 then
      raise exception 'account % opens with money no transfer explains', new.code using errcode = '23514';
    end if;
    return null;
  end if;
  if new.balance = old.balance and new.version = old.version then
    return null;
  end if;
  select * into v_entry from ledger.entry e where e.account_id = new.id and e.version = new.version;
  select coalesce(sum(case when t.to_account = new.id then t.amount_cents else -t.amount_cents end), 0) into v_net
    from ledger.transfer t
    where t.group_id = v_entry.group_id and (t.to_account = new.id or t.from_account = new.id);
  if v_entry.group_id is null or new.version <> old.version + 1 or v_entry.balance_after <> new.balance
     or v_entry.delta <> new.balance - old.balance or v_entry.delta <> v_net then
    raise exception 'balance of % moved without the transfers that explain it', new.code using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger account_explained after insert or update on ledger.account
  deferrable initially deferred for each row execute function ledger.check_balance_step();

create function ledger.check_entry() returns trigger language plpgsql as $$
begin
  if (select a.version from ledger.account a where a.id = new.account_id) < new.version then
    raise exception 'entry without the balance it announces' using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger entry_announced after insert on ledger.entry
  deferrable initially deferred for each row execute function ledger.check_entry();

-- A group is whole, balanced in each book, told in the balance of each account it touches, and decided for a reason.
create function ledger.check_group() returns trigger language plpgsql as $$
declare
  v_group uuid := case tg_table_name when 'transfer' then (to_jsonb(new) ->> 'group_id')::uuid else (to_jsonb(new) ->> 'id')::uuid end;
  v_reason text;
begin
  if (select count(*) from ledger.transfer t where t.group_id = v_group)
     <> (select g.expected_count from ledger.transfer_group g where g.id = v_group) then
    raise exception 'group % is not complete', v_group using errcode = '23514';
  end if;
  if exists (
    select 1 from (
      select account_id, sum(amount) as net from (
        select t.from_account as account_id, -t.amount_cents as amount from ledger.transfer t where t.group_id = v_group
        union all
        select t.to_account, t.amount_cents from ledger.transfer t where t.group_id = v_group) as side
      group by account_id) as moved
    full join (select e.account_id, e.delta from ledger.entry e where e.group_id = v_group) as told using (account_id)
    where moved.net is distinct from told.delta
  ) then
    raise exception 'group % is not told in the balances of its accounts', v_group using errcode = '23514';
  end if;
  if exists (
    select 1 from ledger.entry e join ledger.account a on a.id = e.account_id
    where e.group_id = v_group group by a.book having sum(e.delta) <> 0
  ) then
    raise exception 'group % is not balanced', v_group using errcode = '23514';
  end if;
  select j.body::jsonb ->> 'reason' into v_reason
    from ledger.transfer_group g join kernel.journal_entry j on j.id = g.journal_entry_id where g.id = v_group;
  if coalesce(trim(v_reason), '') = '' then
    raise exception 'group % carries no reason', v_group using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger transfer_group_whole after insert on ledger.transfer_group
  deferrable initially deferred for each row execute function ledger.check_group();
create constraint trigger transfer_whole after insert on ledger.transfer
  deferrable initially deferred for each row execute function ledger.check_group();
