-- reconcile_match_pair_copy:
copy pair (list, key_hash, number, contested) from stdin (format binary)
