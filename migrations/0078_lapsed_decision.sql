-- An award that its laureate gives up, or that nobody signs in time, ends its decision: the calendar has no author, and a
-- lapse is nothing else than a lapse.
alter table committee.decision alter column author_id drop not null;
alter table committee.decision
  add constraint decision_has_author check (author_id is not null or kind = 'lapse'),
  add constraint decision_lapses check ((kind = 'lapse') = (outcome = 'lapsed'));
