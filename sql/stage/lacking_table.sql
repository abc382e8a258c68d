-- stage_lacking_table: keys of live rows that no record of tonight spoke of.
create temporary table stage_lacking (key_hash uuid not null)
