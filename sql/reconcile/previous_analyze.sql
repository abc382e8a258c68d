-- reconcile_previous_analyze
analyze pg_temp.previous
