-- stage_live_index: the only index of a live table.
create unique index :"index" on :"table" (key_hash, source)
