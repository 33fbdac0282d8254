-- Who sends a letter says so first: two workers never send it both, and one that dies gives it back.
alter table kernel.mail_message add column claimed_until timestamptz;
create index mail_message_waiting on kernel.mail_message (queued_at) where sent_at is null;
