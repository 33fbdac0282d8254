-- Work that the facts of a replayed past call for: done by the replay itself, at the instant it shows, never by the queue of today.
create table rehearsal.held_job (
  id uuid primary key,
  name text not null,
  data jsonb not null
);
