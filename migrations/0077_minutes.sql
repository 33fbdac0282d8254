-- Minutes of a session, on paper: made once, by a job.
create table committee.minutes (
  session_id uuid primary key references committee.session (id),
  pdf bytea not null,
  made_at timestamptz not null
);
create trigger minutes_append_only before update or delete on committee.minutes
  for each row execute function kernel.refuse_change();
