-- Messages from those who run a wave to the candidates: what was sent, to which files, to whom.
create schema tracking;

-- One row a wave that somebody wrote to: the lock of its next message.
create table tracking.wave (
  wave_id uuid primary key,
  last_sent_at timestamptz
);

create table tracking.message (
  id uuid primary key,
  wave_id uuid not null references tracking.wave (wave_id),
  -- As chosen, and as read on the page that day.
  audience text not null,
  audience_label text not null,
  subject text not null check (length(subject) between 1 and 150),
  body text not null check (length(body) between 1 and 5000),
  files integer not null check (files > 0),
  people integer not null check (people > 0),
  sent_by uuid not null,
  sent_at timestamptz not null,
  -- Made by the page that offered the button: a double click sends once.
  client_key uuid not null,
  unique (sent_by, client_key)
);
create index message_wave on tracking.message (wave_id, sent_at);

create table tracking.recipient (
  message_id uuid not null references tracking.message (id),
  person_id uuid not null,
  application_id uuid not null,
  -- Of the file, that day.
  title text not null,
  primary key (message_id, person_id, application_id)
);

create trigger message_append_only before update or delete on tracking.message
  for each row execute function kernel.refuse_change();
create trigger recipient_append_only before update or delete on tracking.recipient
  for each row execute function kernel.refuse_change();

-- What a file received from those who run its wave: read on its page.
create table applications.letter (
  id uuid primary key,
  wave_id uuid not null,
  subject text not null,
  body text not null,
  at timestamptz not null
);
create table applications.letter_to (
  application_id uuid not null references applications.application (id),
  letter_id uuid not null references applications.letter (id),
  primary key (application_id, letter_id)
);
