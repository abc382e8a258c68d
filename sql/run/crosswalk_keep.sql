-- run_crosswalk_keep: $1 crosswalk, $2 system, $3 version, $4 pairs, $5 run.
insert into ops.crosswalk_version (crosswalk, system, version, pairs, run_id) values ($1, $2, $3, $4::jsonb, $5)
