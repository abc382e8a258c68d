-- stage_prepare_columns: of a live table; none at all if it is still to be made.
select attname from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
