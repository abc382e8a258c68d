-- stage_prepare_parts: $1 the history, of which these are parts.
select n.nspname || '.' || c.relname
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
join pg_namespace n on n.oid = c.relnamespace
where i.inhparent = to_regclass($1)
