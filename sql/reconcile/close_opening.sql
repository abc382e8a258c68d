-- reconcile_close_opening: What there was before `since`.
create temporary table close_opening (side text not null, currency text not null, amount numeric not null)
on commit drop
