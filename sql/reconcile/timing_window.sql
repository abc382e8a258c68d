-- reconcile_timing_window:
insert into recon.timing_window (rule_run_id, whole_at, parts_at, key_names, movement_names) values ($1, $2, $3, $4, $5)
