-- reconcile_match_keep_several: The lines of those that have several of one list.
copy recon.match_several (rule_run_id, match_no, list, key_hash, key, amount) from stdin (format binary)
