-- How many times the file or the description of a version was written: who writes or publishes says which one was read.
alter table commons.version add column edits integer not null default 0 check (edits >= 0);
