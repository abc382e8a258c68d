-- reconcile_match_keep: What was paired tonight.
copy recon.match (rule_run_id, match_no, stage, alternatives, currency, first, first_lines, first_hash, first_key,
	second, second_lines, second_hash, second_key)
from stdin (format binary)
