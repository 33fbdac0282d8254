-- The digital commons: resources, and their versions, which never change once published.
create schema commons;

create table commons.resource (
  id uuid primary key,
  -- Name under the authority of this installation: « df… », with its check character.
  ark_name text not null unique check (ark_name ~ '^df[0-9b-z]{10}$'),
  organisation_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null,
  -- Version that the catalogue shows; `null`: nothing is published.
  published_version integer check (published_version > 0),
  published_at timestamptz,
  words tsvector,
  check ((published_version is null) = (published_at is null)),
  check ((published_version is null) = (words is null))
);
create index resource_of_organisation on commons.resource (organisation_id, created_at desc);
create index resource_published on commons.resource (published_at desc, id) where published_version is not null;
create index resource_words on commons.resource using gin (words);

create table commons.version (
  resource_id uuid not null references commons.resource (id),
  number integer not null check (number > 0),
  state text not null check (state in ('examining', 'refused', 'examined', 'published')),
  sha256 text not null references kernel.file (sha256),
  file_name text not null,
  size_bytes bigint not null check (size_bytes > 0),
  -- Bytes the gate has read, for who waits.
  read_bytes bigint not null default 0,
  report jsonb,
  refusals jsonb,
  description jsonb,
  -- What changed since the version before, in the words of its author.
  changes text not null default '' check (length(changes) <= 2000),
  -- Agreement and tranche whose output this is.
  agreement_id uuid,
  tranche_id text,
  deposited_by uuid not null,
  deposited_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  primary key (resource_id, number),
  check ((state in ('examined', 'published')) = (report is not null)),
  check ((state = 'refused') = (refusals is not null)),
  check ((state = 'published') = (published_at is not null and published_by is not null)),
  check (state <> 'published' or description is not null),
  check (tranche_id is null or agreement_id is not null)
);
create index version_output on commons.version (agreement_id, tranche_id) where state = 'published';
-- One version at a time is on its way.
create unique index version_open on commons.version (resource_id) where state <> 'published';

create function commons.keep_published() returns trigger language plpgsql as $$
begin
  if old.state = 'published' then
    raise exception 'a published version never changes' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger version_immutable before update or delete on commons.version
  for each row execute function commons.keep_published();
