-- The way an edition writes its files: its hashes were told, so its bytes are made again by the rules of its own day.
alter table publication.edition add column format integer not null default 1 check (format > 0);
alter table publication.edition alter column format drop default;
