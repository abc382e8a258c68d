-- run_begin_run: its number, and whether it is this database's first.
insert into ops.run (job, business_date, attempt, state, started_at, engine, config_digest, host, pid,
	title, timezone, rules, formats)
select $1, $2::date, coalesce(max(attempt), 0) + 1, 'running', $3, $4, $5, $6, $7, $8, $9, $10, $11
from ops.run where job = $1 and business_date = $2::date
returning run_id, not exists (select from ops.run)
