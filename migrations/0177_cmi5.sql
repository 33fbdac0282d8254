-- cmi5 courses of an organisation, the registrations of its learners, and the sessions in which they open a unit.
create schema cmi5;

create table cmi5.course (
  id uuid primary key,
  organisation_id uuid not null,
  -- Store of traces of the organisation: where everything about this course is told.
  lrs integer not null check (lrs > 0),
  title text not null check (title <> ''),
  -- What the course structure says, read and judged: see model/course.ts.
  structure jsonb not null,
  -- The package; null: a bare course structure, whose units are all elsewhere.
  file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
  imported_at timestamptz not null,
  deleted_at timestamptz
);
create index course_of_organisation on cmi5.course (organisation_id, imported_at);

create table cmi5.registration (
  id uuid primary key,
  course_id uuid not null references cmi5.course (id),
  -- The account by which the learner is named to units: opaque when the platform made it.
  actor jsonb not null,
  agent text not null check (agent <> ''),
  person_id uuid,
  -- What was reached, unit by unit and block by block.
  progress jsonb not null,
  created_at timestamptz not null
);
create index registration_of_course on cmi5.registration (course_id, created_at);
create index registration_of_person on cmi5.registration (person_id, course_id) where person_id is not null;

create table cmi5.session (
  id uuid primary key,
  registration_id uuid not null references cmi5.registration (id),
  unit integer not null check (unit >= 0),
  launch_mode text not null check (launch_mode in ('Normal', 'Browse', 'Review')),
  -- The address from which the unit fetches its credential, once.
  fetch_sha256 bytea not null unique check (length(fetch_sha256) = 32),
  fetched_at timestamptz,
  launched_at timestamptz not null,
  -- When its last statement was received.
  told_at timestamptz,
  -- Verbs that cmi5 defines, already told in this session.
  verbs text[] not null default '{}',
  ended_at timestamptz,
  ended_by text check (ended_by in ('terminated', 'abandoned')),
  check ((ended_at is null) = (ended_by is null))
);
create index session_of_registration on cmi5.session (registration_id, launched_at);
create index session_open on cmi5.session (launched_at) where ended_at is null;
