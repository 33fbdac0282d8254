-- What learners' tools tell: statements, documents, and the keys of those who may write and read them.
-- Every large table begins its primary key, and every unique rule, by `lrs`: the store of one organisation. See src/traces/README.md.
create schema traces;

-- One store an organisation. Its row is the lock of its writers: positions are given, and become visible, in order.
create table traces.lrs (
  lrs integer primary key check (lrs > 0),
  organisation_id uuid not null unique,
  -- Keys of this store are digests under this salt: they mean nothing in another.
  salt bytea not null check (length(salt) = 32),
  -- Position up to which everything is written: what comes later stands after it.
  last_seq bigint not null default 0 check (last_seq >= 0),
  created_at timestamptz not null
);

-- Who may speak to the store: a tool, with what it may do. Only digests of secrets are kept.
create table traces.credential (
  lrs integer not null references traces.lrs (lrs),
  id uuid not null,
  number smallint not null check (number > 0),
  key text not null check (key ~ '^[0-9A-Za-z._-]{8,80}$'),
  name text not null check (name <> ''),
  scopes text[] not null check (cardinality(scopes) > 0),
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  -- After a rotation the secret of before still opens, until this instant.
  previous_sha256 bytea,
  previous_until timestamptz,
  requests_per_second integer not null check (requests_per_second > 0),
  -- Key of the agent who stands as authority of its statements.
  authority_key bigint not null,
  created_by uuid not null,
  created_at timestamptz not null,
  rotated_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (lrs, id),
  unique (lrs, key),
  unique (lrs, number),
  check ((previous_sha256 is null) = (previous_until is null)),
  check ((revoked_at is null) = (revoked_by is null))
);

-- seq: milliseconds of `stored` × 1000, and a rank: the order of arrival, the cursor of pages and the bounds of partitions.
-- actor, verb, object, registration: first 8 bytes of a SHA-256, the lowest bit clear.
-- flags: 1 voided, 2 voids another, 4 has attachments, 8 came without timestamp, 16 has members of 2.0.
-- body: the statement as it came, with what the store adds but `stored`, raw deflate with the dictionary of this number.
create table traces.statement (
  seq bigint not null,
  actor bigint not null,
  verb bigint not null,
  object bigint,
  registration bigint,
  lrs integer not null,
  source smallint not null,
  flags smallint not null,
  dictionary smallint not null,
  body bytea not null,
  primary key (lrs, seq)
) partition by range (seq);
alter table traces.statement alter column body set storage external;
create index statement_actor on traces.statement (actor, seq);
create index statement_verb on traces.statement (verb, seq);
create index statement_object on traces.statement (object, seq) where object is not null;
create index statement_registration on traces.statement (registration, seq) where registration is not null;

-- Where else a statement is found: related agents and activities, members; with the lowest bit set, what the statement it points at has.
create table traces.statement_key (
  k bigint not null,
  seq bigint not null,
  lrs integer not null
) partition by range (seq);
create index statement_key_found on traces.statement_key (k, seq);
-- Rows come in the order of seq: a few pages answer which keys a statement has.
create index statement_key_of on traces.statement_key using brin (seq) with (pages_per_range = 16, autosummarize = on);

create table traces.statement_id (
  lrs integer not null,
  id uuid not null,
  seq bigint not null,
  primary key (lrs, id)
);

-- Statements whose object is another statement, which may come after them.
create table traces.reference (
  lrs integer not null,
  target uuid not null,
  seq bigint not null,
  id uuid not null,
  voids boolean not null,
  primary key (lrs, target, seq)
);
create index reference_seq on traces.reference (lrs, seq);

-- Number 0 is in the code; the others are samples of the store's own statements.
create table traces.dictionary (
  lrs integer not null,
  number smallint not null check (number > 0),
  bytes bytea not null check (length(bytes) between 1 and 32768),
  made_at timestamptz not null,
  primary key (lrs, number)
);

create table traces.attachment (
  lrs integer not null,
  sha2 text not null check (sha2 ~ '^[0-9a-f]{56,128}$'),
  file_sha256 text not null,
  content_type text not null,
  size_bytes bigint not null,
  primary key (lrs, sha2)
);

-- What the store knows of an activity: the definitions that those who may define gave, laid one over the other.
create table traces.activity (
  lrs integer not null,
  k bigint not null,
  iri text not null,
  definition text not null,
  primary key (lrs, k)
);

-- State of an activity, profile of an activity or of an agent; a part that a kind does not have is 0.
create table traces.document (
  lrs integer not null,
  kind text not null check (kind in ('state', 'activity-profile', 'agent-profile')),
  activity bigint not null,
  agent bigint not null,
  registration bigint not null,
  k bigint not null,
  id text not null,
  content_type text not null,
  etag text not null check (etag ~ '^[0-9a-f]{40}$'),
  body bytea not null,
  updated_at timestamptz not null,
  primary key (lrs, kind, activity, agent, registration, k)
) with (autovacuum_vacuum_scale_factor = 0.02);

-- A partition a month, made ahead by a job; what no month holds falls in the last one.
create function traces.add_month(p_month date) returns void language plpgsql as $$
declare
  v_name text := to_char(p_month, '"_"YYYY_MM');
  v_from bigint := extract(epoch from p_month::timestamp)::bigint * 1000000;
  v_to bigint := extract(epoch from (p_month + interval '1 month')::timestamp)::bigint * 1000000;
  v_table text;
begin
  foreach v_table in array array['statement', 'statement_key'] loop
    if to_regclass('traces.' || v_table || v_name) is null then
      execute format('create table traces.%I partition of traces.%I for values from (%s) to (%s)', v_table || v_name, v_table, v_from, v_to);
    end if;
  end loop;
end $$;
create table traces.statement_other partition of traces.statement default;
create table traces.statement_key_other partition of traces.statement_key default;
select traces.add_month(('2026-11-01'::date + make_interval(months => n))::date) from generate_series(0, 13) as n;

-- Voids and targets: what statements that point at others change, once both are there.
-- p_seqs: statements that point at one that is there, or has just come.
create function traces.follow(p_lrs integer, p_seqs bigint[]) returns void language plpgsql
  set enable_seqscan = off as $$
declare
  v_front bigint[] := p_seqs;
begin
  update traces.statement as s set flags = s.flags | 1
    from traces.reference r join traces.statement_id t on t.lrs = r.lrs and t.id = r.target
    where r.lrs = p_lrs and r.seq = any(p_seqs) and r.voids
      and s.lrs = p_lrs and s.seq = t.seq and s.flags & 3 = 0;
  for depth in 1..8 loop
    insert into traces.statement_key (k, seq, lrs)
      select distinct own.k | 1, r.seq, p_lrs
      from traces.reference r
        join traces.statement_id t on t.lrs = r.lrs and t.id = r.target
        join traces.statement s on s.lrs = r.lrs and s.seq = t.seq
        cross join lateral (
          select unnest(array[s.actor, s.verb, s.object, s.registration]) as k
          union select found.k from traces.statement_key found where found.lrs = p_lrs and found.seq = s.seq
          union select c.authority_key from traces.credential c where c.lrs = p_lrs and c.number = s.source
        ) own
      where r.lrs = p_lrs and r.seq = any(v_front) and own.k is not null
        and not exists (select from traces.statement_key has where has.k = own.k | 1 and has.seq = r.seq);
    select array_agg(r.seq) into v_front
      from traces.reference r join traces.reference behind on behind.lrs = r.lrs and behind.id = r.target
      where r.lrs = p_lrs and behind.seq = any(v_front);
    exit when v_front is null;
  end loop;
end $$;

-- Appends a group of statements in one journey, or nothing when an id is already there: `taken` then says which.
-- Bodies come end to end; `p_ends` says where each one ends.
create function traces.append(
  p_lrs integer, p_now_ms bigint, p_ids uuid[], p_actors bigint[], p_verbs bigint[], p_objects bigint[],
  p_registrations bigint[], p_sources smallint[], p_flags smallint[], p_targets uuid[],
  p_key_rows integer[], p_keys bigint[], p_dictionaries smallint[], p_ends integer[], p_bodies bytea
) returns table (first_seq bigint, last_seq bigint, taken uuid[]) language plpgsql
  set enable_seqscan = off as $$
declare
  v_first bigint;
  v_last bigint;
  v_taken uuid[];
  v_pointing bigint[];
begin
  select greatest(l.last_seq / 1000 + 1, p_now_ms) * 1000 into strict v_first
    from traces.lrs l where l.lrs = p_lrs for no key update;
  select array_agg(s.id) into v_taken from traces.statement_id s where s.lrs = p_lrs and s.id = any(p_ids);
  if v_taken is not null then
    return query select null::bigint, null::bigint, v_taken;
    return;
  end if;
  -- The millisecond is closed: nothing stored at it comes later.
  v_last := ((v_first + cardinality(p_ids) - 1) / 1000) * 1000 + 999;
  update traces.lrs l set last_seq = v_last where l.lrs = p_lrs;
  insert into traces.statement_id (lrs, id, seq)
    select p_lrs, u.id, v_first + u.n - 1 from unnest(p_ids) with ordinality as u (id, n);
  insert into traces.statement (seq, actor, verb, object, registration, lrs, source, flags, dictionary, body)
    select v_first + u.n - 1, u.actor, u.verb, u.object, u.registration, p_lrs, u.source, u.flags, u.dictionary,
      substring(p_bodies from coalesce(p_ends[u.n::integer - 1], 0) + 1 for u.ends - coalesce(p_ends[u.n::integer - 1], 0))
    from unnest(p_actors, p_verbs, p_objects, p_registrations, p_sources, p_flags, p_dictionaries, p_ends)
      with ordinality as u (actor, verb, object, registration, source, flags, dictionary, ends, n);
  insert into traces.statement_key (k, seq, lrs)
    select u.k, v_first + u.place, p_lrs from unnest(p_key_rows, p_keys) as u (place, k);
  if array_remove(p_targets, null) <> '{}' then
    insert into traces.reference (lrs, target, seq, id, voids)
      select p_lrs, u.target, v_first + u.n - 1, u.id, u.flags & 2 = 2
      from unnest(p_ids, p_targets, p_flags) with ordinality as u (id, target, flags, n) where u.target is not null;
  end if;
  select array_agg(r.seq) into v_pointing from traces.reference r
    where r.lrs = p_lrs and (r.target = any(p_ids) or r.seq between v_first and v_last);
  if v_pointing is not null then perform traces.follow(p_lrs, v_pointing); end if;
  return query select v_first, v_last, null::uuid[];
end $$;
