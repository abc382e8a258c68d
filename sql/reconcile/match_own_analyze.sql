-- reconcile_match_own_analyze:
analyze own
