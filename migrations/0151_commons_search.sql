-- What the catalogue is searched by: one entry for each resource it shows, the words it knows, what is counted.
do $$
begin
  create extension if not exists pg_trgm with schema commons;
exception
  when insufficient_privilege then
    raise exception using errcode = 'insufficient_privilege', message =
      'La recherche des communs demande l’extension pg_trgm, et ce compte de la base n’a pas le droit de la créer. '
      'Demandez à l’administrateur de la base : create extension pg_trgm; puis relancez.';
  when undefined_file or feature_not_supported then
    raise exception using errcode = 'feature_not_supported', message =
      'La recherche des communs demande l’extension pg_trgm, absente de ce serveur PostgreSQL : installez ses modules '
      'additionnels (paquet postgresql-contrib), puis relancez.';
end $$;

alter table commons.resource drop column words;

create table commons.entry (
  resource_id uuid primary key references commons.resource (id) on delete cascade,
  -- Accents folded, names of one thing brought together; read in whole by its index only.
  words tsvector not null,
  title_words tsvector not null,
  -- « facet:value », what a search is narrowed by.
  facets text[] not null,
  -- Codes and keywords it shares with what resembles it.
  ties text[] not null,
  quality smallint not null check (quality between 0 and 25),
  reuse smallint not null check (reuse between 0 and 20),
  freshness smallint not null check (freshness between 0 and 15),
  standing smallint not null generated always as (quality + reuse + freshness) stored,
  published_at timestamptz not null,
  -- Rules by which this entry was written: an older one is written again by the worker.
  rules integer not null,
  weighed_at timestamptz not null
) with (toast_tuple_target = 256);
create index entry_found on commons.entry using gin (words, facets);
create index entry_standing on commons.entry (standing desc, resource_id desc) include (facets);
create index entry_ties on commons.entry using gin (ties);
create index entry_newest on commons.entry (published_at desc, resource_id desc);
create index entry_weighed on commons.entry (weighed_at);

-- Resources of each value of a facet, « * » for all, so that nothing wide is ever counted for a page.
create table commons.tally (
  tag text primary key,
  resources integer not null check (resources >= 0)
);
create function commons.count_entry() returns trigger language plpgsql as $$
declare
  before text[] := case when tg_op = 'INSERT' then '{}' else array['*'] || old.facets end;
  since text[] := case when tg_op = 'DELETE' then '{}' else array['*'] || new.facets end;
begin
  -- In the order of the tags: two publications at once wait for each other, never in a circle.
  insert into commons.tally (tag, resources)
    select tag, 0 from unnest(since) as tag order by tag
    on conflict (tag) do nothing;
  perform from commons.tally where tag = any (before || since) order by tag for no key update;
  update commons.tally set resources = resources - 1 where tag = any (before) and tag <> all (since);
  update commons.tally set resources = resources + 1 where tag = any (since) and tag <> all (before);
  return null;
end $$;
create trigger entry_counted after insert or delete or update of facets on commons.entry
  for each row execute function commons.count_entry();

-- A resource withdrawn from the catalogue is found no more.
create function commons.forget_entry() returns trigger language plpgsql as $$
begin
  delete from commons.entry where resource_id = new.id;
  return null;
end $$;
create trigger resource_withdrawn after update of published_version on commons.resource
  for each row when (new.published_version is null) execute function commons.forget_entry();

-- Every word that a published description holds: what completes and mends what is typed.
create table commons.word (
  word text primary key check (length(word) between 3 and 40),
  stem text not null,
  -- Times a description that holds it was published.
  published integer not null
);
create index word_stem on commons.word (stem);
create index word_prefix on commons.word (word text_pattern_ops);

do $$
declare
  home name := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm');
begin
  execute format('create index word_near on commons.word using gin (word %I.gin_trgm_ops)', home);
  -- The nearest words by their groups of three letters; the extension is wherever the server has it.
  execute format($f$
    create function commons.near_words(asked text, most integer) returns table (word text) language sql stable as $q$
      select w.word from commons.word w where w.word operator(%1$I.%%) asked
      order by %1$I.similarity(w.word, asked) desc, w.published desc, w.word limit most
    $q$ $f$, home);
end $$;

-- Files taken from the catalogue, by day.
create table commons.taken (
  resource_id uuid not null references commons.resource (id) on delete cascade,
  day date not null,
  files integer not null check (files > 0),
  primary key (resource_id, day)
);
