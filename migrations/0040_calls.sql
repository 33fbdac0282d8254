-- Calls for projects: their text, rules, form revisions and waves; amendments; questions and answers.
create schema calls;

create table calls.call (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null,
  -- Time zone in which its instants are announced.
  zone text not null,
  -- Envelope of the ledger from which its waves draw; null: no money is reserved (a call received elsewhere).
  instrument text,
  -- What the public page says, field by field: `CallContent` of model/call.ts.
  content jsonb not null,
  -- One more at each change: an amendment decided on an older reading is refused.
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null
);

-- Form and rules live the same life: one draft at most for a call, then published and frozen for ever.
create table calls.form_revision (
  id uuid primary key,
  call_id uuid not null references calls.call (id),
  number integer not null check (number > 0),
  sections jsonb not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  published_at timestamptz,
  published_by uuid,
  unique (call_id, number)
);
create unique index form_revision_one_draft on calls.form_revision (call_id) where published_at is null;

create table calls.rules_version (
  id uuid primary key,
  call_id uuid not null references calls.call (id),
  number integer not null check (number > 0),
  rules jsonb not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  published_at timestamptz,
  published_by uuid,
  unique (call_id, number)
);
create unique index rules_version_one_draft on calls.rules_version (call_id) where published_at is null;

create function calls.freeze_published() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception '% % is published and frozen: prepare the next one', tg_table_name, old.number using errcode = '42501';
  end if;
  return coalesce(new, old);
end $$;
create trigger form_revision_frozen before update or delete on calls.form_revision
  for each row execute function calls.freeze_published();
create trigger rules_version_frozen before update or delete on calls.rules_version
  for each row execute function calls.freeze_published();

create table calls.wave (
  id uuid primary key,
  call_id uuid not null references calls.call (id),
  number integer not null check (number > 0),
  name text not null,
  zone text not null,
  opens_at timestamptz not null,
  -- First instant at which deposits are refused.
  closes_at timestamptz not null check (closes_at > opens_at),
  -- The closing that a person last decided: extensions by rule are computed from it.
  base_closes_at timestamptz not null,
  base_decided_at timestamptz not null,
  questions_close_at timestamptz check (questions_close_at <= closes_at),
  -- Both null for a wave of the past, received elsewhere: its form is not known.
  form_revision_id uuid references calls.form_revision (id),
  rules_version_id uuid references calls.rules_version (id),
  envelope_cents bigint check (envelope_cents > 0),
  -- More than so many minutes without deposit in so many hours before closing: the closing moves by rule.
  outage_minutes integer check (outage_minutes > 0),
  outage_hours integer check (outage_hours between 1 and 168),
  is_demonstration boolean not null default false,
  is_historical boolean not null default false,
  source text,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  published_at timestamptz,
  published_by uuid,
  unique (call_id, number),
  check (published_at is null or is_historical or (form_revision_id is not null and rules_version_id is not null)),
  check ((outage_minutes is null) = (outage_hours is null)),
  check (base_closes_at <= closes_at)
);
create index wave_closing on calls.wave (closes_at) where published_at is not null;

-- What was promised stays: a published wave may only close later, or answer questions longer.
create function calls.hold_published_wave() returns trigger language plpgsql as $$
begin
  if old.published_at is null then
    return coalesce(new, old);
  end if;
  if tg_op = 'DELETE' then
    raise exception 'a published wave is never deleted' using errcode = '42501';
  end if;
  if new.closes_at < old.closes_at then
    raise exception 'a published deadline never moves earlier' using errcode = '42501';
  end if;
  if new.questions_close_at < old.questions_close_at then
    raise exception 'the published end of questions never moves earlier' using errcode = '42501';
  end if;
  if (new.call_id, new.number, new.zone, new.opens_at, new.form_revision_id, new.rules_version_id, new.is_demonstration,
      new.is_historical, new.published_at, new.outage_minutes, new.outage_hours)
     is distinct from
     (old.call_id, old.number, old.zone, old.opens_at, old.form_revision_id, old.rules_version_id, old.is_demonstration,
      old.is_historical, old.published_at, old.outage_minutes, old.outage_hours) then
    raise exception 'what a wave was published with is frozen' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger wave_held before update or delete on calls.wave
  for each row execute function calls.hold_published_wave();

create table calls.amendment (
  id uuid primary key,
  call_id uuid not null references calls.call (id),
  wave_id uuid references calls.wave (id),
  number integer not null check (number > 0),
  -- `annotation`: a contradiction found in the sources; nothing changed, both values shown.
  kind text not null check (kind in ('text', 'rules', 'form', 'wave', 'extension', 'rule-extension', 'annotation')),
  title text not null,
  reason text not null check (reason <> ''),
  source text,
  changes jsonb not null,
  author_id uuid,
  at timestamptz not null,
  unique (call_id, number)
);
create trigger amendment_append_only before update or delete on calls.amendment
  for each row execute function kernel.refuse_change();

create table calls.question (
  id uuid primary key,
  call_id uuid not null references calls.call (id),
  wave_id uuid not null references calls.wave (id),
  asker_id uuid not null,
  -- As it was asked, never shown; `published_text` is what all read, edited for anonymity.
  asked_text text not null check (asked_text <> ''),
  published_text text,
  answer text,
  -- Why it was not published, told to the asker alone.
  decline_reason text,
  state text not null default 'pending' check (state in ('pending', 'answered', 'declined')),
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  version integer not null default 1 check (version > 0),
  -- Made with the form: a second click is the same question.
  once_key text not null unique,
  -- French words of the published text and its answer, accents removed on both sides.
  words tsvector,
  check (state <> 'answered' or (published_text is not null and answer is not null and words is not null)),
  check (state <> 'declined' or decline_reason is not null)
);
create index question_list on calls.question (call_id, state, asked_at);
create index question_words on calls.question using gin (words);

create table calls.follower (
  call_id uuid not null references calls.call (id),
  person_id uuid not null,
  since timestamptz not null,
  primary key (call_id, person_id)
);
