-- stage_columns: of a live table, those that its history has as well: a column of somebody else's is not ours to move.
select a.attname
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_class h on h.relnamespace = c.relnamespace and h.relname = c.relname || '_history'
join pg_attribute o on o.attrelid = h.oid and o.attname = a.attname
where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
order by a.attnum
