-- reconcile_match_unequal_copy:
copy unequal (currency, first_hash, first, second_hash, second) from stdin (format binary)
