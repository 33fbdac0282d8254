-- Where an organisation is paid: declared by who binds it, with a proof; nothing is paid there before an agent has confirmed it.
create table payments.bank_account (
  id uuid primary key,
  organisation_id uuid not null,
  siren text not null check (siren ~ '^[0-9]{9}$'),
  holder text not null check (length(holder) between 1 and 70),
  bic text not null check (bic ~ '^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
  -- AES-256-GCM: nonce (12), tag (16), text. The number is nowhere in clear.
  iban_sealed bytea not null check (length(iban_sealed) between 43 and 62),
  -- HMAC-SHA-256: tells that two organisations gave one account, and nothing else.
  iban_hash bytea not null check (length(iban_hash) = 32),
  iban_shown text not null check (iban_shown ~ '^[A-Z]{2}[0-9]{2} •••• [A-Z0-9]{4}$'),
  proof_sha256 text not null check (proof_sha256 ~ '^[0-9a-f]{64}$'),
  proof_name text not null,
  proof_size_bytes bigint not null,
  declared_by uuid not null,
  declared_at timestamptz not null,
  confirmed_by uuid check (confirmed_by <> declared_by),
  confirmed_at timestamptz check (confirmed_at >= declared_at),
  -- SIREN of the organisations the confirming person belonged to at that instant.
  confirmer_sirens text[] check (not siren = any (confirmer_sirens)),
  -- What was done to be sure, for instance a call to a number known before.
  check_made text check (length(check_made) between 1 and 2000),
  ended_at timestamptz,
  ended_by uuid,
  end_reason text check (length(end_reason) between 1 and 2000),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check ((confirmed_by is null) = (check_made is null)),
  check ((confirmed_by is null) = (confirmer_sirens is null)),
  check ((ended_at is null) = (end_reason is null)),
  check ((ended_at is null) = (ended_by is null))
);
create unique index bank_account_standing on payments.bank_account (organisation_id)
  where confirmed_at is not null and ended_at is null;
create unique index bank_account_pending on payments.bank_account (organisation_id)
  where confirmed_at is null and ended_at is null;
create index bank_account_same on payments.bank_account (iban_hash);

-- An account keeps what was declared; it is confirmed once, ended once.
create function payments.hold_account() returns trigger language plpgsql as $$
begin
  if (new.id, new.organisation_id, new.siren, new.holder, new.bic, new.iban_sealed, new.iban_hash, new.iban_shown,
      new.proof_sha256, new.declared_by, new.declared_at) is distinct from
     (old.id, old.organisation_id, old.siren, old.holder, old.bic, old.iban_sealed, old.iban_hash, old.iban_shown,
      old.proof_sha256, old.declared_by, old.declared_at)
     or (old.confirmed_at is not null and (new.confirmed_by, new.confirmed_at, new.check_made, new.confirmer_sirens)
         is distinct from (old.confirmed_by, old.confirmed_at, old.check_made, old.confirmer_sirens))
     or old.ended_at is not null then
    raise exception 'a bank account keeps what was declared: another one replaces it' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger account_held before update on payments.bank_account
  for each row execute function payments.hold_account();
create trigger account_stays before delete on payments.bank_account for each row execute function kernel.refuse_change();
