-- Deposits: sealed versions, their receipts chained wave by wave, the keys that sign them. Everything here is append-only
-- but for the head of a chain and the end of a key's validity.
create schema if not exists deposits;

-- Private keys are sealed by the installation's secret (AES-256-GCM); public keys are published with their validity.
create table deposits.signing_key (
  id text primary key check (id ~ '^[0-9a-f]{32}$'),
  public_key text not null,
  sealed_private_key bytea not null,
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until >= valid_from)
);
-- One key signs at a time.
create unique index signing_key_one_active on deposits.signing_key ((true)) where valid_until is null;

create table deposits.deposit (
  id uuid primary key,
  application_id uuid not null,
  call_id uuid not null,
  wave_id uuid not null,
  -- 1, 2, 3… for each application: a redeposit keeps the versions before it.
  number integer not null check (number > 0),
  -- Fingerprint of the content that was sealed, as shown on the confirmation page.
  version text not null check (version ~ '^[0-9a-f]{32}$'),
  deposited_by uuid not null,
  -- Arrival of the request, stamped before anything else: lateness was judged on it.
  received_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- `dossier.json` as sealed: its SHA-256 is in the manifest.
  snapshot text not null,
  manifest text not null,
  unique (application_id, number)
);

-- Head of a wave's chain: its row is the lock, taken last.
create table deposits.wave_chain (
  wave_id uuid primary key,
  seq bigint not null,
  hash bytea not null
);

create table deposits.receipt (
  deposit_id uuid primary key references deposits.deposit (id),
  wave_id uuid not null references deposits.wave_chain (wave_id),
  seq bigint not null check (seq > 0),
  number text not null unique,
  -- The canonical JSON (RFC 8785) that was signed.
  body text not null,
  content_sha256 bytea not null,
  prev_hash bytea not null,
  hash bytea not null,
  key_id text not null references deposits.signing_key (id),
  signature bytea not null check (octet_length(signature) = 64),
  -- Gapless with the lock of the head: seq follows it by one.
  unique (wave_id, seq)
);
create index receipt_content on deposits.receipt (content_sha256);

-- hash = sha256(prev_hash || content_sha256), refused otherwise, so that no path but this one can write a link.
create function deposits.check_link() returns trigger language plpgsql as $$
declare
  v_head deposits.wave_chain;
begin
  select * into v_head from deposits.wave_chain where wave_id = new.wave_id for no key update;
  if new.seq <> v_head.seq + 1 or new.prev_hash <> v_head.hash
     or new.hash <> sha256(new.prev_hash || new.content_sha256) then
    raise exception 'broken link of the chain of wave %: seq %', new.wave_id, new.seq using errcode = '23514';
  end if;
  update deposits.wave_chain set seq = new.seq, hash = new.hash where wave_id = new.wave_id;
  return new;
end $$;
create trigger receipt_link before insert on deposits.receipt for each row execute function deposits.check_link();

-- What is made after the deposit, by a job: the printable receipt, the time-stamp token.
create table deposits.receipt_document (
  deposit_id uuid not null references deposits.receipt (deposit_id),
  kind text not null check (kind in ('pdf', 'time-stamp')),
  content bytea not null,
  made_at timestamptz not null,
  primary key (deposit_id, kind)
);

-- Requests that were refused at the door: the trace a person needs who says they came in time.
create table deposits.attempt (
  id uuid primary key,
  application_id uuid not null,
  wave_id uuid not null,
  person_id uuid not null,
  code text not null,
  received_at timestamptz not null,
  closes_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index attempt_of_application on deposits.attempt (application_id, received_at);

create table deposits.withdrawal (
  deposit_id uuid primary key references deposits.deposit (id),
  application_id uuid not null,
  withdrawn_by uuid not null,
  withdrawn_at timestamptz not null,
  reason text not null check (length(reason) between 1 and 2000)
);

do $$
declare
  v_table text;
begin
  foreach v_table in array array['deposit', 'receipt', 'receipt_document', 'attempt', 'withdrawal'] loop
    execute format('create trigger %I before update or delete on deposits.%I for each row
      execute function kernel.refuse_change()', v_table || '_append_only', v_table);
    execute format('create trigger %I before truncate on deposits.%I for each statement
      execute function kernel.refuse_change()', v_table || '_no_truncate', v_table);
  end loop;
end $$;
