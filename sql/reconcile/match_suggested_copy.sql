-- reconcile_match_suggested_copy:
copy suggested (first_hash, second_hash, score) from stdin (format binary)
