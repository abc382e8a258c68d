-- reconcile_match_standing_read:
copy (
	select rule_run_id, match_no, stage, list, key_hash
	from standing
	order by rule_run_id, match_no
) to stdout (format binary)
