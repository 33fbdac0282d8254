-- A posting costs the same whatever the history. A function keeps the plan it made on a nearly empty table, where reading the
-- whole table is cheapest; every look-up of the door and of the deferred checks has an index, and must use it from the first day.
alter function ledger.open_accounts(jsonb) set enable_seqscan = off;
alter function ledger.post(jsonb) set enable_seqscan = off;
alter function ledger.post(jsonb) set enable_hashjoin = off;
alter function ledger.post(jsonb) set enable_mergejoin = off;
-- An array of one line looks cheaper than an array of unknown length, so every statement would be planned again at every posting.
alter function ledger.post(jsonb) set plan_cache_mode = force_generic_plan;
alter function ledger.check_balance_step() set enable_seqscan = off;
alter function ledger.check_entry() set enable_seqscan = off;
alter function ledger.check_group() set enable_seqscan = off;

-- A group is checked whole once, by its own trigger; a transfer then only proves that it does not come on top of a whole group:
-- transfers are append-only, so a group that was whole with its count stays whole as long as the count holds.
create function ledger.check_group_count() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if (select count(*) from ledger.transfer t where t.group_id = new.group_id)
     <> (select g.expected_count from ledger.transfer_group g where g.id = new.group_id) then
    raise exception 'group % is not complete', new.group_id using errcode = '23514';
  end if;
  return null;
end $$;
drop trigger transfer_whole on ledger.transfer;
create constraint trigger transfer_whole after insert on ledger.transfer
  deferrable initially deferred for each row execute function ledger.check_group_count();
