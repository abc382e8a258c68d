-- stage_prepare_columns: of a live table, and whether auditors read each; none at all if it is still to be made.
select attname, has_column_privilege('counterfoil_auditor', attrelid, attnum, 'select')
from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
