-- The journal is read by date and by author too.
create index journal_entry_recorded on kernel.journal_entry (recorded_at desc);
create index journal_entry_author on kernel.journal_entry (author_id, recorded_at desc);
