-- stage_night_columns: of a live table, those that this role may read: an auditor reads no personal ones.
select attname
from pg_attribute
where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
	and has_column_privilege(attrelid, attnum, 'select')
