-- run_killed: $1 job, $2 now, $3 this run. Runs of this job that are still called running although their claim is
-- ours: their process is gone.
update ops.run set state = 'killed', ended_at = $2, exit_code = 137, error = 'the process was gone'
where job = $1 and state = 'running' and run_id <> $3
