-- run_run:
select job, business_date from ops.run where run_id = $1
