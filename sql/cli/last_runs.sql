-- cli_last_runs: the newest of each job.
select distinct on (job) job, run_id, business_date, state, exit_code, started_at
from ops.run
order by job, run_id desc
