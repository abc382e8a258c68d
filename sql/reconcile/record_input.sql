-- reconcile_record_input:
insert into recon.input (rule_run_id, side, extract, snapshot_id, status, proven, reason)
values ($1, $2, $3, $4, $5, $6, $7)
