-- The door of the ledger: open accounts, post, close. Nothing else writes there.

-- p_accounts: [{id, book, code, stage, guard, under, segment}], parents before children; what is already open stays as it is.
-- `under` is the code of the account, in the same book, in whose envelope this one lives; `segment` makes an envelope of its own.
create function ledger.open_accounts(p_accounts jsonb) returns void
language plpgsql security definer set ledger.posting = 'on' set search_path = pg_catalog as $$
declare
  v_line record;
  v_scope text;
begin
  for v_line in
    select * from jsonb_to_recordset(p_accounts)
      as x(id uuid, book text, code text, stage text, guard text, under text, segment text)
  loop
    continue when exists (select 1 from ledger.account a where a.book = v_line.book and a.code = v_line.code);
    v_scope := '';
    if v_line.under is not null then
      select a.scope into v_scope from ledger.account a where a.book = v_line.book and a.code = v_line.under;
      if not found then
        raise exception 'account % of % is opened under %, which is not open', v_line.code, v_line.book, v_line.under
          using errcode = '23503';
      end if;
    end if;
    insert into ledger.account (id, book, code, stage, scope, guard)
      values (v_line.id, v_line.book, v_line.code, v_line.stage,
              case when v_line.segment is null then v_scope
                   when v_scope = '' then v_line.segment else v_scope || '/' || v_line.segment end,
              v_line.guard)
      on conflict (book, code) do nothing;
  end loop;
end $$;

create function ledger.fingerprint(p_event text, p_book text, p_from text, p_to text, p_amount bigint, p_reverses uuid)
returns bytea language sql immutable as $$
  select sha256(convert_to(concat_ws('|', p_event, p_book, p_from, p_to, p_amount::text, coalesce(p_reverses::text, '-')), 'UTF8'))
$$;

create type ledger.line as (
  id uuid, key text, event text, book text, "from" text, "to" text, "amountCents" bigint, reverses uuid
);

-- null: none of the keys was ever used. Otherwise the answer: the first result again, or a refusal.
create function ledger.known_answer(p_lines ledger.line[]) returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  v_known int;
  v_same int;
  v_groups int;
  v_key text;
  v_group ledger.transfer_group;
begin
  select count(t.id), count(*) filter (where t.fingerprint
           = ledger.fingerprint(l.event, l.book, l."from", l."to", l."amountCents", l.reverses)),
         count(distinct t.group_id), min(l.key) filter (where t.id is not null)
    into v_known, v_same, v_groups, v_key
    from unnest(p_lines) as l left join ledger.transfer t on t.idempotency_key = l.key;
  if v_known = 0 then
    return null;
  end if;
  select g.* into v_group from ledger.transfer t join ledger.transfer_group g on g.id = t.group_id
    where t.idempotency_key = v_key;
  if v_same = cardinality(p_lines) and v_groups = 1 and v_group.expected_count = v_same then
    return jsonb_build_object('posted', jsonb_build_object(
      'groupId', v_group.id, 'journalEntryId', v_group.journal_entry_id, 'replayed', true));
  end if;
  select l.key into v_key from unnest(p_lines) as l join ledger.transfer t on t.idempotency_key = l.key
    order by (t.fingerprint = ledger.fingerprint(l.event, l.book, l."from", l."to", l."amountCents", l.reverses)), l.key
    limit 1;
  return jsonb_build_object('refusal', jsonb_build_object('code', 'key-reused', 'key', v_key));
end $$;

-- Our own mistakes are errors, not refusals: a way the money may not go, a reversal that mirrors nothing.
create function ledger.check_ways(p_lines ledger.line[]) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  v_line record;
begin
  for v_line in
    select l.*, f.stage as from_stage, t.stage as to_stage, f.id as from_id, t.id as to_id
      from unnest(p_lines) as l
      join ledger.account f on f.book = l.book and f.code = l."from"
      join ledger.account t on t.book = l.book and t.code = l."to"
  loop
    if v_line.reverses is null then
      if not exists (
        select 1 from ledger.flow w where w.event = v_line.event and w.book_kind = left(v_line.book, 2)
          and w.from_stage = v_line.from_stage and w.to_stage = v_line.to_stage
      ) then
        raise exception 'no way from % to % by % in %', v_line.from_stage, v_line.to_stage, v_line.event, v_line.book
          using errcode = '23514';
      end if;
    elsif v_line.event <> 'reversal' or not exists (
      select 1 from ledger.transfer o where o.id = v_line.reverses and o.reverses is null
        and o.from_account = v_line.to_id and o.to_account = v_line.from_id and o.amount_cents = v_line."amountCents"
    ) then
      raise exception 'a reversal mirrors one transfer that is no reversal itself' using errcode = '23514';
    end if;
  end loop;
end $$;

-- null: every account can. Otherwise the first refusal a person deserves. The accounts are locked by the caller.
create function ledger.why_not(p_lines ledger.line[]) returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  v_found record;
begin
  select l.reverses into v_found from unnest(p_lines) as l join ledger.transfer t on t.reverses = l.reverses limit 1;
  if found then
    return jsonb_build_object('code', 'already-reversed', 'transferId', v_found.reverses);
  end if;
  select a.book, a.code into v_found from unnest(p_lines) as l
    join ledger.account a on a.book = l.book and a.code in (l."from", l."to") where a.closed_at is not null
    order by a.book, a.code limit 1;
  if found then
    return jsonb_build_object('code', 'account-closed', 'book', v_found.book, 'account', v_found.code);
  end if;
  select a.book, a.code, a.balance, moved.spent, moved.net into v_found
    from (select side.book, side.code, sum(side.amount) as net, -sum(least(side.amount, 0)) as spent from (
            select l.book, l."from" as code, -l."amountCents" as amount from unnest(p_lines) as l
            union all select l.book, l."to", l."amountCents" from unnest(p_lines) as l) as side
          group by side.book, side.code) as moved
    join ledger.account a on a.book = moved.book and a.code = moved.code
    where a.guard = 'non-negative' and a.balance + moved.net < 0
    order by a.balance + moved.net, a.code limit 1;
  if found then
    return jsonb_build_object('code', 'insufficient', 'book', v_found.book, 'account', v_found.code,
      'availableCents', v_found.balance, 'requestedCents', v_found.spent, 'lacksCents', -(v_found.balance + v_found.net));
  end if;
  return null;
end $$;

-- The way out of ledger.post() on a "no": what it had begun is undone, the answer travels with the error.
create function ledger.say_no(p_refusal jsonb) returns void language plpgsql as $$
begin
  raise exception 'refused' using errcode = 'LDGNO', detail = p_refusal::text;
end $$;

-- p: {groupId, journalEntryId, occurredAt, open: […], transfers: [{id, key, event, book, from, to, amountCents, reverses}]}
-- Answers {posted: {groupId, journalEntryId, replayed}}, or {refusal: {code, …}} and then nothing at all was written.
-- All or nothing; one round trip.
create function ledger.post(p jsonb) returns jsonb
language plpgsql security definer set ledger.posting = 'on' set search_path = pg_catalog as $$
declare
  v_group uuid := (p ->> 'groupId')::uuid;
  v_lines ledger.line[];
  v_missing record;
  v_answer jsonb;
  v_count int;
  v_accounts int;
  v_refusal text;
begin
  perform ledger.open_accounts(coalesce(p -> 'open', '[]'::jsonb));
  select array_agg(l) into v_lines from jsonb_populate_recordset(null::ledger.line, p -> 'transfers') as l;
  if v_lines is null then
    raise exception 'a group holds at least one transfer' using errcode = '23514';
  end if;
  -- 1. Lock every account in the order of its id, before anything is written: no deadlock, no race.
  select count(*) into v_accounts from (
    select a.id from ledger.account a
      where (a.book, a.code) in (select l.book, l."from" from unnest(v_lines) as l
                                 union select l.book, l."to" from unnest(v_lines) as l)
      order by a.id for no key update) as locked;
  select side.book, side.code into v_missing from (
    select l.book, l."from" as code from unnest(v_lines) as l union select l.book, l."to" from unnest(v_lines) as l) as side
    where not exists (select 1 from ledger.account a where a.book = side.book and a.code = side.code)
    order by side.book, side.code limit 1;
  if found then
    perform ledger.say_no(jsonb_build_object('code', 'account-unknown', 'book', v_missing.book, 'account', v_missing.code));
  end if;
  -- 2. A key already used answers as the first time, or is refused when it now asks for something else.
  v_answer := ledger.known_answer(v_lines);
  if v_answer ? 'refusal' then
    perform ledger.say_no(v_answer -> 'refusal');
  elsif v_answer is not null then
    return v_answer;
  end if;
  perform ledger.check_ways(v_lines);
  -- 3. A "no" is a value and says by how much.
  v_answer := ledger.why_not(v_lines);
  if v_answer is not null then
    perform ledger.say_no(v_answer);
  end if;
  insert into ledger.transfer_group (id, expected_count, journal_entry_id)
    values (v_group, cardinality(v_lines), (p ->> 'journalEntryId')::uuid);
  insert into ledger.transfer
      (id, idempotency_key, fingerprint, group_id, journal_entry_id, event, book, from_account, to_account, amount_cents,
       occurred_at, reverses)
    select l.id, l.key, ledger.fingerprint(l.event, l.book, l."from", l."to", l."amountCents", l.reverses),
           v_group, (p ->> 'journalEntryId')::uuid, l.event, l.book, f.id, t.id, l."amountCents",
           (p ->> 'occurredAt')::timestamptz, l.reverses
    from unnest(v_lines) as l
    join ledger.account f on f.book = l.book and f.code = l."from"
    join ledger.account t on t.book = l.book and t.code = l."to"
    on conflict (idempotency_key) do nothing;
  get diagnostics v_count = row_count;
  if v_count <> cardinality(v_lines) then
    -- Somebody posted one of these keys on other accounts while we waited: same key, other request.
    select l.key into v_refusal from unnest(v_lines) as l join ledger.transfer t on t.idempotency_key = l.key
      where t.group_id <> v_group order by l.key limit 1;
    perform ledger.say_no(jsonb_build_object('code', 'key-reused', 'key', v_refusal));
  end if;
  -- 4. Balances, and the line that ties each to its group.
  with moved as (
    select side.account_id, sum(side.amount) as net from (
      select t.from_account as account_id, -t.amount_cents as amount from ledger.transfer t where t.group_id = v_group
      union all
      select t.to_account, t.amount_cents from ledger.transfer t where t.group_id = v_group) as side
    group by side.account_id
  ), updated as (
    update ledger.account a set balance = a.balance + moved.net, version = a.version + 1
      from moved
      where a.id = moved.account_id and (a.guard = 'may-go-negative' or a.balance + moved.net >= 0)
      returning a.id, a.version, a.balance, moved.net
  )
  insert into ledger.entry (account_id, version, group_id, delta, balance_after)
    select u.id, u.version, v_group, u.net, u.balance from updated u;
  get diagnostics v_count = row_count;
  if v_count <> v_accounts then
    raise exception 'a locked account changed under our feet' using errcode = '23514';
  end if;
  return jsonb_build_object('posted', jsonb_build_object(
    'groupId', v_group, 'journalEntryId', p ->> 'journalEntryId', 'replayed', false));
exception when sqlstate 'LDGNO' then
  get stacked diagnostics v_refusal = pg_exception_detail;
  return jsonb_build_object('refusal', v_refusal::jsonb);
end $$;

-- Closes an account that holds nothing: no transfer enters or leaves it any more. false: it still holds money, or is unknown.
create function ledger.close_account(p_book text, p_code text, p_at timestamptz) returns boolean
language plpgsql security definer set ledger.posting = 'on' set search_path = pg_catalog as $$
begin
  perform 1 from ledger.account a where a.book = p_book and a.code = p_code for no key update;
  update ledger.account a set closed_at = coalesce(a.closed_at, p_at)
    where a.book = p_book and a.code = p_code and a.balance = 0;
  return found;
end $$;
