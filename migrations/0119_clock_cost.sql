-- The clock of the database is read by each posting, inside functions that plan without sequential scans: its own scan of one row then
-- looked costly enough to be compiled, 34 ms at each call instead of 0.05.
alter function kernel.at() set jit = off;
