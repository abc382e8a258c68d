-- stage_swap_asks: whether a view rests on the live table, and how many rows it has if several extracts feed it.
select exists (select from pg_depend
		where refclassid = 'pg_class'::regclass and refobjid = to_regclass($1) and classid = 'pg_rewrite'::regclass),
	case when $2::boolean then (select count(*) from :"live") end
