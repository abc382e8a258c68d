-- reconcile_match_pair_copy:
copy pair (list, key_hash, matched) from stdin (format binary)
