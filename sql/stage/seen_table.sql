-- stage_seen_table: keys that some record of tonight spoke of, for the extracts whose scope they are.
create temporary table stage_seen (key_hash uuid not null) on commit drop
