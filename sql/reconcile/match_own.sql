-- reconcile_match_own: The lines that have no match tonight, by their states, '0' where they are worth nothing, and why
-- they are more than alone.
create temporary table own (
	list     smallint not null,
	key_hash uuid not null,
	state    "char" not null,
	reason   text
) on commit drop
