-- run_cancelled:
select cancel from ops.run where run_id = $1
