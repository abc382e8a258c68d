-- reconcile_close_empty: The next position has rows of its own.
truncate close_row, close_balance, close_opening
