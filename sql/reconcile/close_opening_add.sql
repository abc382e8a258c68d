-- reconcile_close_opening_add:
insert into close_opening values ($1, $2, $3)
