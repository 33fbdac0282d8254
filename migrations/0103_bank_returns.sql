-- What comes back from the bank: files read, shown, then applied once, whole.
create table payments.bank_return (
  id uuid primary key,
  -- The same file twice is one file.
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null check (length(name) between 1 and 200),
  format text not null check (format in ('pain.002', 'csv')),
  lines integer not null check (lines between 1 and 10000),
  read_by uuid not null,
  read_at timestamptz not null,
  applied_by uuid,
  applied_at timestamptz,
  check ((applied_by is null) = (applied_at is null))
);

create table payments.bank_return_line (
  return_id uuid not null references payments.bank_return (id),
  rank integer not null check (rank > 0),
  -- As the bank wrote it.
  reference text not null check (length(reference) <= 70),
  order_id uuid,
  batch_id uuid,
  said text not null check (said in ('executed', 'rejected', 'pending')),
  amount_cents bigint check (amount_cents >= 0),
  code text check (code ~ '^[A-Z0-9]{1,4}$'),
  reason text not null check (length(reason) between 1 and 500),
  -- What the line did, or why it did nothing: written once, with the whole file.
  effect text check (effect in ('pay', 'fail', 'undo', 'known', 'none')),
  refusal text check (length(refusal) between 1 and 500),
  primary key (return_id, rank),
  check (effect is null or refusal is null)
);

create function payments.hold_return() returns trigger language plpgsql as $$
begin
  if (new.id, new.sha256, new.name, new.format, new.lines, new.read_by, new.read_at) is distinct from
     (old.id, old.sha256, old.name, old.format, old.lines, old.read_by, old.read_at) or old.applied_at is not null then
    raise exception 'a file that came back is applied once' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger return_held before update on payments.bank_return for each row execute function payments.hold_return();
create trigger return_stays before delete on payments.bank_return for each row execute function kernel.refuse_change();

create function payments.hold_return_line() returns trigger language plpgsql as $$
begin
  if (new.return_id, new.rank, new.reference, new.order_id, new.batch_id, new.said, new.amount_cents, new.code, new.reason)
     is distinct from (old.return_id, old.rank, old.reference, old.order_id, old.batch_id, old.said, old.amount_cents, old.code,
     old.reason) or old.effect is not null or old.refusal is not null then
    raise exception 'a line that came back stays as it was read' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger return_line_held before update on payments.bank_return_line
  for each row execute function payments.hold_return_line();
create trigger return_line_stays before delete on payments.bank_return_line
  for each row execute function kernel.refuse_change();

-- Applied whole or not at all.
create function payments.check_return() returns trigger language plpgsql as $$
begin
  if new.applied_at is not null and (select count(*) from payments.bank_return_line l
      where l.return_id = new.id and (l.effect is not null or l.refusal is not null)) <> new.lines then
    raise exception 'file % is not applied whole', new.id using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger return_whole after update on payments.bank_return
  deferrable initially deferred for each row execute function payments.check_return();
