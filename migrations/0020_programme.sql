-- The plan as its sources tell it. An unknown amount stays null: nothing is invented. Every fact carries its source.
create schema if not exists programme;

create table programme.axis (
  slug text primary key check (slug ~ '^[a-z0-9-]{2,60}$'),
  position int not null unique,
  name text not null,
  summary text not null
);

create table programme.lever (
  slug text primary key check (slug ~ '^[a-z0-9-]{2,60}$'),
  position int not null unique,
  axis_slug text references programme.axis (slug),
  name text not null,
  state text not null check (state in ('in-place', 'under-way', 'not-launched')),
  summary text not null,
  facts jsonb not null,
  source_label text not null,
  source_url text
);

-- Envelopes inside envelopes. `amount_cents` null: the sources give none.
create table programme.envelope (
  slug text primary key check (slug ~ '^[a-z0-9-]{2,60}$'),
  parent_slug text references programme.envelope (slug),
  position int not null,
  name text not null,
  amount_cents bigint check (amount_cents > 0),
  funds text,
  -- Financed by the European Recovery and Resilience Facility; null: the sources do not say.
  is_frr boolean,
  dated_on date not null,
  dated_label text not null,
  source_label text not null,
  source_url text,
  -- Account of the AE book that holds it; null while nothing was appropriated.
  account_code text
);

-- Amounts that circulate and contradict each other, kept side by side.
create table programme.figure (
  position int primary key,
  amount_label text not null,
  amounts_cents bigint[] not null,
  meaning text not null,
  dated_label text not null,
  source_label text not null,
  source_url text
);

create table programme.milestone (
  position int primary key,
  dated_label text not null,
  dated_on date not null,
  title text not null,
  source_label text not null,
  source_url text
);

create table programme.funnel_step (
  position int primary key,
  label text not null,
  value_label text not null,
  value int,
  note text,
  source_label text not null,
  source_url text
);
