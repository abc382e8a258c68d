-- reconcile_close_analyze: What was just filled has no statistics yet, and is joined with itself.
analyze close_row
