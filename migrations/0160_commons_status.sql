-- What is said of a published resource afterwards: its status, and the problems people report.
alter table commons.resource
  add column status text not null default 'in-force' check (status in ('in-force', 'deprecated', 'taken-down')),
  add column status_at timestamptz,
  -- When what harvesters read of it last changed.
  add column changed_at timestamptz generated always as (greatest(published_at, status_at)) stored,
  add check (status = 'in-force' or status_at is not null),
  -- Taken down: no version is shown, and its file is served no more.
  add check (status <> 'taken-down' or published_version is null);
create index resource_changed on commons.resource (changed_at, id) where changed_at is not null;

create table commons.status_change (
  id uuid primary key,
  resource_id uuid not null references commons.resource (id),
  status text not null check (status in ('in-force', 'deprecated', 'taken-down')),
  -- Version that the catalogue showed then.
  version integer not null check (version > 0),
  ground text check (ground in ('rights', 'image', 'safety', 'unlawful', 'error')),
  reason text not null check (length(reason) between 1 and 2000),
  replaced_by uuid references commons.resource (id),
  changed_by uuid not null,
  changed_at timestamptz not null,
  check ((status = 'taken-down') = (ground is not null)),
  check (replaced_by is null or (status = 'deprecated' and replaced_by <> resource_id))
);
create index status_change_of on commons.status_change (resource_id, changed_at desc, id desc);

create function commons.keep_status_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was said of a resource stays said' using errcode = 'restrict_violation';
end $$;
create trigger status_change_kept before update or delete on commons.status_change
  for each row execute function commons.keep_status_change();

create table commons.problem (
  id uuid primary key,
  resource_id uuid not null,
  version integer not null,
  kind text not null check (kind in ('broken', 'content', 'accessibility', 'safety', 'rights', 'other')),
  words text not null check (length(words) between 1 and 4000),
  -- Who is signed in; a visitor may leave an address to be answered.
  reporter_id uuid,
  reporter_email text check (length(reporter_email) <= 320),
  reported_at timestamptz not null,
  outcome text check (outcome in ('mended', 'explained', 'not-kept')),
  answer text check (length(answer) between 1 and 4000),
  answered_by uuid,
  answered_at timestamptz,
  foreign key (resource_id, version) references commons.version (resource_id, number),
  check (reporter_id is null or reporter_email is null),
  check ((outcome is null) = (answered_at is null)),
  check ((answer is null) = (answered_at is null)),
  check ((answered_by is null) = (answered_at is null))
);
create index problem_of on commons.problem (resource_id, reported_at desc, id desc);
create index problem_open on commons.problem (reported_at, id) where answered_at is null;
