-- What a person sent after their session had ended: kept, sealed for their browser alone, until they sign in again.
create table kernel.parked_form (
  -- Digest of the secret that the browser holds: without it the row cannot be found, nor opened.
  key text primary key,
  sealed bytea not null,
  expires_at timestamptz not null
);
create index parked_form_expiry on kernel.parked_form (expires_at);
