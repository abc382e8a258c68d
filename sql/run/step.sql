-- run_step:
insert into ops.step (run_id, step_no, at, kind, name, state, exit_code, detail)
select $1, coalesce(max(step_no), 0) + 1, $2, $3, $4, $5, $6, $7 from ops.step where run_id = $1
