-- What every slice needs and none owns: the journal of decisions, mail, files.
create schema if not exists kernel;

-- One chain per family of decisions (a slice, or a wave when deposits storm in): its head is the lock.
create table kernel.journal_chain (
  chain text primary key,
  seq bigint not null,
  hash bytea not null
);

-- `body` is the canonical JSON (RFC 8785) that was hashed; the other columns are read from it, so they cannot disagree.
create table kernel.journal_entry (
  chain text not null references kernel.journal_chain (chain),
  seq bigint not null check (seq > 0),
  id uuid not null unique,
  body text not null,
  prev_hash bytea not null,
  hash bytea not null,
  recorded_at timestamptz not null default clock_timestamp(),
  subject_type text not null generated always as ((body::jsonb) ->> 'subjectType') stored,
  subject_id text not null generated always as ((body::jsonb) ->> 'subjectId') stored,
  event text not null generated always as ((body::jsonb) ->> 'event') stored,
  author_id text generated always as ((body::jsonb) ->> 'authorId') stored,
  primary key (chain, seq)
);
create index journal_entry_subject on kernel.journal_entry (subject_type, subject_id, recorded_at);

create function kernel.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: correct by a new row', tg_table_schema || '.' || tg_table_name using errcode = '42501';
end $$;

create trigger journal_entry_append_only before update or delete on kernel.journal_entry
  for each row execute function kernel.refuse_change();
create trigger journal_entry_no_truncate before truncate on kernel.journal_entry
  for each statement execute function kernel.refuse_change();

-- hash = sha256(prev_hash || utf8(body)); the genesis link is 32 zero bytes.
create function kernel.journal_append(p_chain text, p_id uuid, p_body text) returns bigint language plpgsql as $$
declare
  v_seq bigint;
  v_prev bytea;
  v_hash bytea;
begin
  insert into kernel.journal_chain (chain, seq, hash) values (p_chain, 0, decode(repeat('00', 32), 'hex'))
    on conflict (chain) do nothing;
  select seq, hash into v_seq, v_prev from kernel.journal_chain where chain = p_chain for no key update;
  v_hash := sha256(v_prev || convert_to(p_body, 'UTF8'));
  insert into kernel.journal_entry (chain, seq, id, body, prev_hash, hash)
    values (p_chain, v_seq + 1, p_id, p_body, v_prev, v_hash);
  update kernel.journal_chain set seq = v_seq + 1, hash = v_hash where chain = p_chain;
  return v_seq + 1;
end $$;

-- Mail as it left: the demonstration's mailbox, and the trace that a notice was sent.
create table kernel.mail_message (
  id uuid primary key,
  to_address text not null,
  subject text not null,
  text_body text not null,
  about text not null,
  queued_at timestamptz not null,
  sent_at timestamptz,
  -- The same fact told twice sends one letter.
  once_key text not null unique
);
create index mail_message_recent on kernel.mail_message (queued_at desc);

-- Content-addressed files: the bytes live in the store, their facts here.
create table kernel.file (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes >= 0),
  media_type text not null,
  stored_at timestamptz not null,
  scan_state text not null default 'not_scanned' check (scan_state in ('not_scanned', 'clean', 'infected')),
  scanned_at timestamptz
);
