-- reconcile_match_made_copy:
copy made (rule_run_id, match_no, standing) from stdin (format binary)
