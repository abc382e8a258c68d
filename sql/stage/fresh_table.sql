-- stage_fresh_table: keys that the source has tonight for the first time, where they are few.
create temporary table stage_fresh (key_hash uuid not null)
