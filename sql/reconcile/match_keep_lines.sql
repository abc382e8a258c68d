-- reconcile_match_keep_lines:
copy recon.match_line (rule_run_id, match_no, list, key_hash, key, amount) from stdin (format binary)
