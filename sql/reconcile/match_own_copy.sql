-- reconcile_match_own_copy:
copy own (list, key_hash, state, reason) from stdin (format binary)
