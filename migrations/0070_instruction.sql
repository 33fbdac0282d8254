-- Instruction: what the service decides of each deposited file before it is evaluated.
create schema instruction;

-- A wave is taken in once closed; again for a few minutes, for deposits received in time and recorded after.
create table instruction.wave (
  wave_id uuid primary key,
  taken_in_at timestamptz not null,
  -- Days an applicant has to answer before an adverse decision.
  contradictory_days integer not null default 15 check (contradictory_days between 1 and 60)
);

-- One row a deposited file: what the list shows and searches. What was sealed stays in deposits.
create table instruction.file (
  application_id uuid primary key,
  wave_id uuid not null references instruction.wave (wave_id),
  deposit_id uuid not null,
  receipt_number text not null,
  seq bigint not null check (seq > 0),
  title text not null,
  lead_name text not null,
  lead_siret text not null,
  requested_cents bigint not null check (requested_cents >= 0),
  received_at timestamptz not null,
  -- Computed outcomes of the rules on the sealed content: `SealedCheck[]` of the applications slice.
  checks jsonb not null,
  -- Blocking rules whose computed outcome is not "ok".
  failing integer not null check (failing >= 0),
  state text not null default 'to-instruct'
    check (state in ('to-instruct', 'awaiting-pieces', 'contradictory', 'eligible', 'ineligible', 'not-instructed', 'withdrawn')),
  -- End of the suspension or of the contradictory period under way.
  due_at timestamptz,
  -- First day on which silence means rejection, suspensions included (CRPA L231-4 3°, L114-5).
  implicit_on date not null,
  version integer not null default 1 check (version > 0),
  words tsvector not null
);
create index file_by_rank on instruction.file (wave_id, seq);
create index file_by_state on instruction.file (wave_id, state, seq);
create index file_failing on instruction.file (wave_id, seq) where failing > 0;
create index file_words on instruction.file using gin (words);

-- What the officer says of a rule: the computed outcome confirmed, or another with its reason. The last one stands.
create table instruction.verdict (
  id uuid primary key,
  application_id uuid not null references instruction.file (application_id),
  rule_key text not null,
  computed text not null check (computed in ('ok', 'missing', 'fails')),
  outcome text not null check (outcome in ('met', 'unmet')),
  reason text not null,
  officer_id uuid not null,
  at timestamptz not null,
  replaced_at timestamptz,
  check ((outcome = 'met') = (computed = 'ok') or length(reason) > 0)
);
create unique index verdict_standing on instruction.verdict (application_id, rule_key) where replaced_at is null;

create table instruction.piece_request (
  id uuid primary key,
  application_id uuid not null references instruction.file (application_id),
  -- [{ "key": "p1", "label": "Devis signé" }]
  items jsonb not null check (jsonb_array_length(items) between 1 and 20),
  message text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  -- First instant at which a piece is refused; the suspension ends there at the latest.
  due_at timestamptz not null check (due_at > asked_at),
  -- The applicant said that everything is sent: the suspension ends.
  received_at timestamptz check (received_at >= asked_at and received_at < due_at)
);
create index piece_request_of on instruction.piece_request (application_id, asked_at);

create table instruction.piece_file (
  id uuid primary key,
  request_id uuid not null references instruction.piece_request (id),
  item_key text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null,
  size_bytes bigint not null,
  media_type text not null,
  added_by uuid not null,
  added_at timestamptz not null,
  unique (request_id, item_key, sha256)
);

-- A piece is received before the deadline and before the applicant closed the request, or not at all.
create function instruction.hold_piece() returns trigger language plpgsql as $$
declare
  v_request instruction.piece_request;
begin
  select * into v_request from instruction.piece_request where id = new.request_id for no key update;
  if v_request.received_at is not null or new.added_at >= v_request.due_at then
    raise exception 'request % receives no piece any more', new.request_id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger piece_in_time before insert on instruction.piece_file
  for each row execute function instruction.hold_piece();

-- The applicant is told of an adverse decision in view, with its reasons, and may answer until `answer_until`.
create table instruction.notice (
  id uuid primary key,
  application_id uuid not null references instruction.file (application_id),
  outcome text not null check (outcome in ('ineligible', 'not-instructed')),
  reasons text not null check (length(reasons) between 1 and 4000),
  rule_keys text[] not null,
  announced_by uuid not null,
  announced_at timestamptz not null,
  -- First instant at which an answer is refused and a decision possible.
  answer_until timestamptz not null check (answer_until > announced_at),
  answer text check (length(answer) between 1 and 4000),
  answered_by uuid,
  answered_at timestamptz check (answered_at < answer_until),
  closed_at timestamptz,
  check ((answer is null) = (answered_at is null))
);
create unique index notice_open on instruction.notice (application_id) where closed_at is null;

create table instruction.decision (
  application_id uuid primary key references instruction.file (application_id),
  outcome text not null check (outcome in ('eligible', 'ineligible', 'not-instructed')),
  reasons text not null,
  notice_id uuid references instruction.notice (id),
  officer_id uuid not null,
  at timestamptz not null,
  check ((outcome = 'eligible') = (notice_id is null)),
  check (outcome = 'eligible' or length(reasons) > 0)
);

-- No adverse decision before the end of the contradictory period it was announced with, whoever writes it.
create function instruction.hold_decision() returns trigger language plpgsql as $$
begin
  if new.outcome <> 'eligible' and not exists (
    select 1 from instruction.notice n where n.id = new.notice_id and n.application_id = new.application_id
      and n.outcome = new.outcome and new.at >= n.answer_until) then
    raise exception 'file %: the contradictory period is not over', new.application_id using errcode = '23514';
  end if;
  return new;
end $$;
create trigger decision_after_notice before insert on instruction.decision
  for each row execute function instruction.hold_decision();
create trigger decision_append_only before update or delete on instruction.decision
  for each row execute function kernel.refuse_change();
create trigger piece_file_append_only before update or delete on instruction.piece_file
  for each row execute function kernel.refuse_change();
