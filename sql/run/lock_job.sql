-- run_lock_job: $1 job. Two runs of one job that begin at once get their attempts one after the other.
select pg_advisory_xact_lock(hashtextextended('ops.run ' || $1, 0))
