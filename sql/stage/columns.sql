-- stage_columns: $1 a live table, $2 its history.  The columns that both have: one of somebody else's is not ours to
-- move.
select attname
from pg_attribute
where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
	and attname in (select attname from pg_attribute where attrelid = to_regclass($2))
order by attnum
