-- Why a tool's traces are kept, on what basis and how long: told to the learner. All three, or not declared yet.
alter table traces.credential
  add column purpose text check (purpose <> ''),
  add column legal_basis text check (legal_basis in ('public-task', 'contract', 'legal-obligation', 'legitimate-interest', 'consent')),
  add column retention_months smallint check (retention_months between 1 and 600),
  add constraint credential_declared check (num_nulls(purpose, legal_basis, retention_months) in (0, 3));

-- A person's traces made nobody's, asked by the person or begun by the organisation.
create table traces.erasure (
  lrs integer not null references traces.lrs (lrs),
  id uuid not null,
  state text not null check (state in ('asked', 'ordered', 'done', 'dropped')),
  -- What names the person, and who the person is here: taken away at the end.
  identifiers text[],
  asked_by uuid,
  asked_at timestamptz not null,
  ordered_by uuid,
  ordered_at timestamptz,
  ended_at timestamptz,
  -- Digests of attachments that rewritten statements named: each goes once no statement names it any more.
  attachments text[] not null default '{}',
  -- Statements rewritten and documents removed so far.
  statements integer not null default 0,
  documents integer not null default 0,
  primary key (lrs, id),
  check ((state in ('asked', 'ordered')) = (identifiers is not null)),
  check (identifiers is not null or asked_by is null),
  check ((state in ('done', 'dropped')) = (ended_at is not null)),
  check ((state in ('ordered', 'done')) = (ordered_by is not null and ordered_at is not null))
);
