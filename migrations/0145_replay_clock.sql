-- What the clock of a replayed step showed at its last beat: cut, the step goes on from there, so that a journal chain whose lines were
-- written before the cut never bears an earlier instant after it. Null: a step that a person asked, on the clock of the database.
alter table rehearsal.play add column shown_at timestamptz;
