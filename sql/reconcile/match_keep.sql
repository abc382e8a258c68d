-- reconcile_match_keep: What was paired tonight.
copy recon.match (rule_run_id, match_no, stage, alternatives, currency, first, second, first_lines, second_lines)
from stdin (format binary)
