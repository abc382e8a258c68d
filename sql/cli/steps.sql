-- cli_steps: of a run.
select step_no, at, kind, name, state, exit_code, detail
from ops.step
where run_id = $1
order by step_no
