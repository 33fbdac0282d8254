-- The guard itself says from which real instant the clock counts: two readings of the time, however close, made a slower pace
-- look like a step back. Only the pace changes: the clock goes on from what it shows.
create or replace function kernel.hold_rehearsal_clock() returns trigger language plpgsql as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  if not exists (select 1 from kernel.installation where kind = 'rehearsal') then
    raise exception 'the clock of a real installation is never moved' using errcode = 'DF011';
  end if;
  if tg_op = 'UPDATE' then
    if new.shown_at = old.shown_at then
      new.shown_at := kernel.shown_by(old, v_now);
    elsif new.shown_at < kernel.shown_by(old, v_now) then
      raise exception 'the clock of a rehearsal never goes back' using errcode = 'DF012';
    end if;
    new.based_at := v_now;
  end if;
  return new;
end $$;
