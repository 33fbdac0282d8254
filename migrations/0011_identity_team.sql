-- What was given is taken back by somebody, and that is kept beside the dates.
alter table identity.invitation
  add column revoked_at timestamptz,
  add column revoked_by uuid references identity.person (id),
  add constraint invitation_ends_once check (revoked_at is null or accepted_at is null);
create unique index invitation_open on identity.invitation (organisation_id, email)
  where accepted_at is null and revoked_at is null;
alter table identity.membership add column ended_by uuid references identity.person (id);
alter table identity.mandate add column ended_by uuid references identity.person (id);
alter table identity.delegation add column ended_by uuid references identity.person (id);
create index delegation_from on identity.delegation (from_person_id);
-- One ended before it began never holds.
alter table identity.delegation drop constraint delegation_check1;
alter table identity.delegation add constraint delegation_dates check (valid_to >= valid_from);
