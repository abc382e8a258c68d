-- stage_mark_table: keys of which tonight held more than one record.
create temporary table stage_mark (key_hash uuid not null, row bigint not null, state "char",
	was_live boolean not null)
