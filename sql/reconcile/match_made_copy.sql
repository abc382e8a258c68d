-- reconcile_match_made_copy:
copy made (number, rule_run_id, match_no, stage, standing, alternatives) from stdin (format binary)
