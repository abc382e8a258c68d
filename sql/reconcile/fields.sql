-- reconcile_fields: $1 dataset, $2 its table. The columns of it, with the type of each that is a field's since it came.
select a.attname, f.type
from pg_attribute a
left join stage.field f on f.dataset = $1 and f.name = a.attname
where a.attrelid = to_regclass($2) and a.attnum > 0 and not a.attisdropped
