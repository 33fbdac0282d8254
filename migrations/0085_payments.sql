-- Payments: what partners ask for, what is certified, approved, ordered, paid and recovered. Money itself moves in the ledger.
create schema payments;

-- One partner's request on one tranche of an agreement. What the agreement says is copied when the request opens.
create table payments.request (
  id uuid primary key,
  agreement_id uuid not null,
  agreement_number text not null,
  agreement_version integer not null check (agreement_version > 0),
  tranche_id text not null,
  kind text not null check (kind in ('advance', 'intermediate', 'balance', 'deliverable')),
  label text not null,
  due_on date not null,
  partner_id uuid not null,
  organisation_id uuid not null,
  partner_name text not null,
  award_id uuid not null,
  -- Envelope whose payment credits pay; `null`: the call names none, nothing can be ordered.
  instrument text,
  -- SIREN of every party of the agreement: who belongs to one neither certifies nor approves.
  party_sirens text[] not null check (cardinality(party_sirens) > 0),
  -- Keys of the evidence that the agreement requires for this tranche.
  required_evidence text[] not null,
  asked_cents bigint not null check (asked_cents > 0),
  state text not null default 'draft'
    check (state in ('draft', 'clarification', 'submitted', 'certified', 'approved', 'ordered', 'failed', 'paid')),
  clarification text check (length(clarification) between 1 and 2000),
  certified_cents bigint check (certified_cents > 0 and certified_cents <= asked_cents),
  version integer not null default 1 check (version > 0),
  opened_by uuid not null,
  opened_at timestamptz not null,
  submitted_by uuid,
  submitted_at timestamptz,
  unique (tranche_id, partner_id, agreement_id),
  check ((state in ('draft', 'clarification', 'submitted')) = (certified_cents is null)),
  check (state in ('draft', 'clarification') or submitted_at is not null)
);
create index request_by_state on payments.request (state, due_on, id);
create index request_of_agreement on payments.request (agreement_id);

-- What shows that a milestone is reached: a file or a statement, for the whole consortium.
create table payments.evidence (
  id uuid primary key,
  agreement_id uuid not null,
  tranche_id text not null,
  key text not null,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  name text,
  size_bytes bigint,
  statement text check (length(statement) between 1 and 4000),
  added_by uuid not null,
  added_at timestamptz not null,
  check ((sha256 is null) <> (statement is null)),
  check ((sha256 is null) = (name is null))
);
create index evidence_of on payments.evidence (agreement_id, tranche_id, key);
create trigger evidence_append_only before update or delete on payments.evidence
  for each row execute function kernel.refuse_change();

-- One invoice of a claim.
create table payments.expense_line (
  id uuid primary key,
  request_id uuid not null references payments.request (id),
  supplier_siren text not null check (supplier_siren ~ '^[0-9]{9}$'),
  invoice_number text not null check (length(invoice_number) between 1 and 80),
  -- The number without case, spaces and punctuation: what is compared.
  invoice_key text not null check (invoice_key ~ '^[A-Z0-9]+$'),
  invoiced_on date not null,
  label text not null check (length(label) between 1 and 200),
  amount_cents bigint not null check (amount_cents > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  file_name text not null,
  size_bytes bigint not null,
  added_by uuid not null,
  added_at timestamptz not null,
  verdict text check (verdict in ('accepted', 'reduced', 'refused')),
  accepted_cents bigint check (accepted_cents >= 0 and accepted_cents <= amount_cents),
  reason text check (length(reason) between 1 and 2000),
  judged_by uuid,
  judged_at timestamptz,
  check ((verdict is null) = (accepted_cents is null)),
  check ((verdict is null) = (judged_by is null)),
  check (verdict <> 'accepted' or accepted_cents = amount_cents),
  check (verdict <> 'reduced' or (accepted_cents > 0 and accepted_cents < amount_cents)),
  check (verdict <> 'refused' or accepted_cents = 0),
  check (verdict is null or verdict = 'accepted' or reason is not null)
);
create index expense_line_of on payments.expense_line (request_id, id);
create index expense_line_hash on payments.expense_line (sha256);
-- One invoice is accepted once in the whole programme.
create unique index invoice_once_by_content on payments.expense_line (sha256) where accepted_cents > 0;
create unique index invoice_once_by_number on payments.expense_line (supplier_siren, invoice_key) where accepted_cents > 0;

create function payments.hold_line() returns trigger language plpgsql as $$
declare
  v_state text;
begin
  select state into v_state from payments.request where id = coalesce(new.request_id, old.request_id);
  if tg_op = 'UPDATE' then
    if (new.id, new.request_id, new.supplier_siren, new.invoice_key, new.amount_cents, new.sha256) is distinct from
       (old.id, old.request_id, old.supplier_siren, old.invoice_key, old.amount_cents, old.sha256) then
      raise exception 'a line keeps its invoice' using errcode = '42501';
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
create trigger line_held before insert or update or delete on payments.expense_line
  for each row execute function payments.hold_line();

-- Certification and the two approvals of a request: three different persons, none of a party of the agreement.
create table payments.visa (
  request_id uuid not null references payments.request (id),
  step text not null check (step in ('certified', 'approved-1', 'approved-2')),
  person_id uuid not null,
  -- SIREN of the organisations the person belonged to at that instant.
  sirens text[] not null,
  journal_entry_id uuid not null,
  at timestamptz not null,
  primary key (request_id, step),
  unique (request_id, person_id)
);
create trigger visa_append_only before update or delete on payments.visa
  for each row execute function kernel.refuse_change();

create function payments.hold_visa() returns trigger language plpgsql as $$
declare
  v_request payments.request;
begin
  select * into v_request from payments.request where id = new.request_id for no key update;
  if v_request.party_sirens && new.sirens then
    raise exception 'nobody certifies or approves for their own organisation' using errcode = '23514';
  end if;
  if new.person_id in (v_request.submitted_by, v_request.opened_by) then
    raise exception 'who asks neither certifies nor approves' using errcode = '23514';
  end if;
  if new.step = 'certified' then
    if v_request.state <> 'submitted' then
      raise exception 'request % is not submitted', new.request_id using errcode = '23514';
    end if;
    if exists (
      select 1 from unnest(v_request.required_evidence) as needed (key) where not exists (
        select 1 from payments.evidence e
          where e.agreement_id = v_request.agreement_id and e.tranche_id = v_request.tranche_id and e.key = needed.key)) then
      raise exception 'request %: evidence is missing', new.request_id using errcode = '23514';
    end if;
    if exists (select 1 from payments.expense_line l where l.request_id = new.request_id and l.verdict is null) then
      raise exception 'request %: a line is not judged', new.request_id using errcode = '23514';
    end if;
  elsif not exists (
    select 1 from payments.visa v where v.request_id = new.request_id
      and v.step = case new.step when 'approved-1' then 'certified' else 'approved-1' end) then
    raise exception 'request %: the step before is missing', new.request_id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger visa_held before insert on payments.visa for each row execute function payments.hold_visa();

-- Where an organisation is paid. A proof, then another person's confirmation; nothing is paid before.
create table payments.bank_account (
  id uuid primary key,
  organisation_id uuid not null,
  holder text not null check (length(holder) between 1 and 70),
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  proof_sha256 text not null check (proof_sha256 ~ '^[0-9a-f]{64}$'),
  proof_name text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  confirmed_by uuid check (confirmed_by <> recorded_by),
  confirmed_at timestamptz check (confirmed_at >= recorded_at),
  ended_at timestamptz,
  check ((confirmed_by is null) = (confirmed_at is null))
);
create unique index bank_account_standing on payments.bank_account (organisation_id)
  where confirmed_at is not null and ended_at is null;
create unique index bank_account_pending on payments.bank_account (organisation_id)
  where confirmed_at is null and ended_at is null;

create table payments.batch (
  id uuid primary key,
  message_id text not null unique check (length(message_id) between 1 and 35),
  orders integer not null check (orders > 0),
  total_cents bigint not null check (total_cents > 0),
  content text not null,
  sha256 text not null,
  made_by uuid not null,
  made_at timestamptz not null
);
create trigger batch_append_only before update or delete on payments.batch
  for each row execute function kernel.refuse_change();

create table payments.payment_order (
  id uuid primary key,
  request_id uuid not null references payments.request (id),
  -- Travels with the payment and comes back with its outcome.
  end_to_end_id text not null unique check (length(end_to_end_id) between 1 and 35),
  amount_cents bigint not null check (amount_cents > 0),
  year integer not null,
  instrument text not null,
  state text not null default 'ordered' check (state in ('ordered', 'sent', 'paid', 'failed')),
  bank_account_id uuid references payments.bank_account (id),
  batch_id uuid references payments.batch (id),
  failure text check (length(failure) between 1 and 500),
  ordered_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'ordered') = (batch_id is null)),
  check ((batch_id is null) = (bank_account_id is null)),
  check ((state = 'failed') = (failure is not null)),
  check ((state in ('paid', 'failed')) = (ended_at is not null))
);
create unique index order_standing on payments.payment_order (request_id) where state <> 'failed';
create index order_by_state on payments.payment_order (state, ordered_at);

-- No payment without certified evidence and three visas; none to an account that nobody confirmed or of somebody else.
create function payments.hold_order() returns trigger language plpgsql as $$
declare
  v_request payments.request;
begin
  select * into v_request from payments.request where id = new.request_id;
  if tg_op = 'INSERT' then
    if (select count(*) from payments.visa v where v.request_id = new.request_id) <> 3 then
      raise exception 'request %: no payment without certified evidence and two approvals', new.request_id using errcode = '23514';
    end if;
    if new.amount_cents <> v_request.certified_cents then
      raise exception 'an order pays what was certified' using errcode = '23514';
    end if;
  elsif (new.request_id, new.amount_cents, new.end_to_end_id, new.year, new.instrument) is distinct from
        (old.request_id, old.amount_cents, old.end_to_end_id, old.year, old.instrument)
        or (old.batch_id is not null and (new.batch_id, new.bank_account_id) is distinct from (old.batch_id, old.bank_account_id)) then
    raise exception 'an order keeps what it pays' using errcode = '42501';
  end if;
  if new.bank_account_id is not null and new.batch_id is distinct from (case tg_op when 'UPDATE' then old.batch_id end) and not exists (
    select 1 from payments.bank_account b where b.id = new.bank_account_id and b.organisation_id = v_request.organisation_id
      and b.confirmed_at is not null and b.ended_at is null) then
    raise exception 'order %: its bank account is not confirmed', new.id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger order_held before insert or update on payments.payment_order
  for each row execute function payments.hold_order();
create trigger order_stays before delete on payments.payment_order for each row execute function kernel.refuse_change();

-- Undue sums that come back.
create table payments.recovery (
  id uuid primary key,
  request_id uuid not null references payments.request (id),
  amount_cents bigint not null check (amount_cents > 0),
  reason text not null check (length(reason) between 1 and 2000),
  asked_by uuid not null,
  asked_at timestamptz not null,
  received_by uuid check (received_by <> asked_by),
  received_at timestamptz,
  reference text check (length(reference) between 1 and 80),
  check ((received_by is null) = (received_at is null)),
  check ((received_by is null) = (reference is null))
);
create index recovery_of on payments.recovery (request_id);

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
  if new.state in ('ordered', 'paid') and not exists (
    select 1 from payments.payment_order o where o.request_id = new.id and o.state <> 'failed') then
    raise exception 'request % has no order', new.id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger request_held before update on payments.request for each row execute function payments.hold_request();
create trigger request_stays before delete on payments.request for each row execute function kernel.refuse_change();
