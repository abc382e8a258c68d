-- report_timing_window: $1 rule run.
select whole_at, parts_at from recon.timing_window where rule_run_id = $1
