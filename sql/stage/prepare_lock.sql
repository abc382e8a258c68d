-- stage_prepare_lock: one process at a time makes or alters a dataset's tables.
select pg_advisory_xact_lock(hashtextextended('counterfoil dataset ' || $1::text, 0))
