-- cli_columns: of a live table, and whether this role, and whether an auditor may read each.
select attname, has_column_privilege(attrelid, attnum, 'select'),
	has_column_privilege('counterfoil_auditor', attrelid, attnum, 'select')
from pg_attribute
where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
