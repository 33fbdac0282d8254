-- The course that an organisation follows when its learners open a cmi5 resource of the commons: one a version.
create table cmi5.published (
  organisation_id uuid not null,
  resource_id uuid not null,
  version integer not null check (version > 0),
  course_id uuid not null unique references cmi5.course (id),
  primary key (organisation_id, resource_id, version)
);
