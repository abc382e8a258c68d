-- cli_runs: the newest first.  $1 one run or null, $2 one job or null, $3 at most.
select run_id, job, business_date, attempt, state, started_at, ended_at, exit_code, error, engine,
	encode(config_digest, 'hex'), host, pid, report,
	took_ms
from ops.run
where ($1::bigint is null or run_id = $1::bigint) and ($2::text is null or job = $2)
order by run_id desc
limit $3::bigint
