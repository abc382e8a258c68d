-- reconcile_match_ended: What stands no more since a rule run.
copy recon.match_end (rule_run_id, match_no, ended_by, reason) from stdin (format binary)
