-- Every member of a file follows its call, as the person who began it: amendments reach them all.
insert into calls.follower (call_id, person_id, since)
select distinct on (w.call_id, m.person_id) w.call_id, m.person_id, m.joined_at
from applications.member m
join applications.application a on a.id = m.application_id
join calls.wave w on w.id = a.wave_id
order by w.call_id, m.person_id, m.joined_at
on conflict do nothing;

-- The same legal person in two files of a wave.
create index partner_siren on applications.partner (left(siret, 9)) where removed_at is null;
