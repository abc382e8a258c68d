-- reconcile_tables: $1 names of live tables: those that exist, in one order for all, so that nobody waits in a circle.
select t from unnest($1::text[]) t where to_regclass(t) is not null order by t
