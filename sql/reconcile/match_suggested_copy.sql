-- reconcile_match_suggested_copy:
copy suggested (first_hash, second_hash, rank, score) from stdin (format binary)
