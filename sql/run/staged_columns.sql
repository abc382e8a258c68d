-- run_staged_columns: $1 dataset, $2 its table: the columns of it, if anything was ever staged.
select attname
from pg_attribute
where attrelid = to_regclass($2) and attnum > 0 and not attisdropped
and exists (select from ops.snapshot where dataset = $1 and state = 'live')
