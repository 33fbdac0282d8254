-- Publication: the public pages of the laureates and the open data of grants, a by-product of signed agreements.
create schema publication;

-- Held by whoever publishes: editions follow each other without a gap.
create table publication.turn (one boolean primary key default true check (one));
insert into publication.turn default values;

-- Who grants, as open data must name it: a call names its service in words, the national format asks for a SIRET.
create table publication.funder (
  authority text primary key check (length(authority) between 1 and 300),
  name text not null check (length(name) between 1 and 200),
  siret text not null check (siret ~ '^[0-9]{14}$'),
  notified boolean not null,
  version integer not null default 1 check (version > 0),
  updated_by uuid,
  updated_at timestamptz not null
);

-- A state of the published data, whole. Each file's SHA-256 is kept; the bytes are made again from the lines.
create table publication.edition (
  number integer primary key check (number > 0),
  made_at timestamptz not null,
  lines integer not null check (lines >= 0),
  agreements integer not null check (agreements >= 0),
  total_cents bigint not null check (total_cents >= 0),
  files jsonb not null
);
create trigger edition_append_only before update or delete on publication.edition
  for each row execute function kernel.refuse_change();

-- One beneficiary of one agreement, from one edition to another: an edition is what stands at its number.
create table publication.line (
  key text not null check (length(key) between 3 and 100),
  from_edition integer not null,
  to_edition integer check (to_edition >= from_edition),
  agreement_id uuid not null,
  share_cents bigint not null check (share_cents > 0),
  body text not null,
  primary key (key, from_edition)
);
create index line_standing on publication.line (key) where to_edition is null;
create index line_agreement on publication.line (agreement_id) where to_edition is null;

create function publication.line_keeps_its_body() returns trigger language plpgsql as $$
begin
  if old.to_edition is not null or (new.key, new.from_edition, new.agreement_id, new.share_cents, new.body)
     is distinct from (old.key, old.from_edition, old.agreement_id, old.share_cents, old.body) then
    raise exception 'a published line is ended, never rewritten' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger line_ended_only before update on publication.line
  for each row execute function publication.line_keeps_its_body();
create trigger line_no_delete before delete on publication.line
  for each row execute function kernel.refuse_change();

-- What the public page of a laureate says, as its agreement in force and its sealed file give it.
create table publication.project (
  agreement_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]+$'),
  number text not null,
  version integer not null check (version > 0),
  funder_version integer not null,
  title text not null,
  acronym text,
  summary text,
  scope text,
  regions jsonb not null,
  sectors jsonb not null,
  call_title text not null,
  wave_id uuid not null,
  wave_name text not null,
  starts_on date not null,
  ends_on date not null,
  signed_at timestamptz not null,
  total_cents bigint not null check (total_cents > 0),
  body jsonb not null,
  words tsvector not null
);
create index project_words on publication.project using gin (words);
create index project_signed on publication.project (signed_at);

-- Signed, and not published yet: why.
create table publication.withheld (
  agreement_id uuid primary key,
  reasons jsonb not null,
  since timestamptz not null
);
