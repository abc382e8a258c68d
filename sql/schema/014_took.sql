-- How long a run took, measured: its moments are those of a clock that can be stopped.

set local role counterfoil_owner;

-- Null while it runs, of what was killed, and of runs from before it was recorded.
alter table ops.run add column took_ms bigint check (took_ms >= 0);
