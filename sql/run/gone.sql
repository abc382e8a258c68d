-- run_gone: $1 job, $2 this run. Runs of the job that are still called running although their claim is ours, with their
-- business dates: their process is gone.
select business_date, run_id from ops.run where job = $1 and state = 'running' and run_id <> $2 order by run_id
