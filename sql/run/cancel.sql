-- run_cancel:
update ops.run set cancel = true where run_id = $1 and state = 'running'
