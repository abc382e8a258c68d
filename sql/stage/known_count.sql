-- stage_known_count: how many rows there may be.
select reltuples::bigint from pg_class where oid = to_regclass($1)
