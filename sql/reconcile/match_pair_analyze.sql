-- reconcile_match_pair_analyze:
analyze pair
