-- run_end_run:
update ops.run set state = $2, ended_at = $3, exit_code = $4, error = $5, report = $6, took_ms = $7 where run_id = $1
