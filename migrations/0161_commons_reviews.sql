-- Two peers who have no link with who made it read a published version; a curator may then label it.
create table commons.review (
  resource_id uuid not null,
  version integer not null,
  reviewer_id uuid not null,
  -- Level reached on each criterion of the grid.
  levels jsonb not null,
  comment text not null check (length(comment) between 1 and 4000),
  favourable boolean not null,
  written_at timestamptz not null,
  primary key (resource_id, version, reviewer_id),
  foreign key (resource_id, version) references commons.version (resource_id, number)
);

create table commons.label (
  id uuid primary key,
  resource_id uuid not null,
  version integer not null,
  given_by uuid not null,
  given_at timestamptz not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz check (withdrawn_at >= given_at),
  withdrawn_reason text check (length(withdrawn_reason) between 1 and 2000),
  foreign key (resource_id, version) references commons.version (resource_id, number),
  check ((withdrawn_by is null) = (withdrawn_at is null)),
  check ((withdrawn_reason is null) = (withdrawn_at is null))
);
create unique index label_held on commons.label (resource_id, version) where withdrawn_at is null;

/*
 * Why this person may not review nor label this version, or null. Reads the identity and evaluation schemas as their owner: the
 * truth of memberships and of links is there, and a copy would be late.
 */
create function commons.peer_link(p_person uuid, p_resource uuid, p_version integer) returns text
language sql stable security definer set search_path = pg_catalog as $$
  with mine as (
    select o.siren from identity.membership m join identity.organisation o on o.id = m.organisation_id
      where m.person_id = p_person and (m.valid_to is null or m.valid_to > (select kernel.at()))
  ), owner as (
    select o.siren from commons.resource r join identity.organisation o on o.id = r.organisation_id where r.id = p_resource
  ), others as (
    select o.siren from commons.review w
      join identity.membership m on m.person_id = w.reviewer_id and (m.valid_to is null or m.valid_to > (select kernel.at()))
      join identity.organisation o on o.id = m.organisation_id
      where w.resource_id = p_resource and w.version = p_version and w.reviewer_id <> p_person
  )
  select case
    when exists (select 1 from commons.version v
        where v.resource_id = p_resource and p_person in (v.deposited_by, v.published_by)) then 'depositor'
    when exists (select 1 from mine join owner using (siren)) then 'own-organisation'
    when exists (select 1 from mine, owner, evaluation.organisation_link l
        where (l.siren_a, l.siren_b) = (least(mine.siren, owner.siren), greatest(mine.siren, owner.siren)))
      then 'linked-organisation'
    when exists (select 1 from evaluation.tie t join owner using (siren) where t.person_id = p_person and t.ended_at is null)
      then 'declared-tie'
    when exists (select 1 from mine join others using (siren)) then 'same-organisation'
  end
$$;

-- SQLSTATE of our own: DF001 a link, DF021 the reviews do not allow it.
create function commons.hold_review() returns trigger language plpgsql as $$
declare
  v_link text;
begin
  -- One review of a version at a time, so that each sees those written before.
  perform 1 from commons.resource where id = new.resource_id for no key update;
  v_link := commons.peer_link(new.reviewer_id, new.resource_id, new.version);
  if v_link is not null then
    raise exception 'no peer: %', v_link using errcode = 'DF001', detail = v_link;
  end if;
  return new;
end $$;
create trigger review_held before insert on commons.review for each row execute function commons.hold_review();
create function commons.keep_review() returns trigger language plpgsql as $$
begin
  raise exception 'a review stays as it was written' using errcode = 'restrict_violation';
end $$;
create trigger review_kept before update or delete on commons.review for each row execute function commons.keep_review();

create function commons.hold_label() returns trigger language plpgsql as $$
declare
  v_link text := commons.peer_link(new.given_by, new.resource_id, new.version);
begin
  if v_link in ('depositor', 'own-organisation', 'linked-organisation', 'declared-tie') then
    raise exception 'no peer: %', v_link using errcode = 'DF001', detail = v_link;
  end if;
  perform 1 from commons.review where resource_id = new.resource_id and version = new.version and reviewer_id = new.given_by;
  if found then
    raise exception 'who reviewed does not label' using errcode = 'DF001', detail = 'own-review';
  end if;
  if (select count(*) from commons.review w
      where w.resource_id = new.resource_id and w.version = new.version and w.favourable) < 2 then
    raise exception 'two favourable reviews are needed' using errcode = 'DF021';
  end if;
  return new;
end $$;
create trigger label_held before insert on commons.label for each row execute function commons.hold_label();
create function commons.keep_label() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.withdrawn_at is not null
    or (new.resource_id, new.version, new.given_by, new.given_at) is distinct from
       (old.resource_id, old.version, old.given_by, old.given_at) then
    raise exception 'a label is withdrawn once, never erased' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger label_kept before update or delete on commons.label for each row execute function commons.keep_label();
