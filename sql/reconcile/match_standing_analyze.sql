-- reconcile_match_standing_analyze:
analyze standing
