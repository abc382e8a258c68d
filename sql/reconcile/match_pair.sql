-- reconcile_match_pair: The lines that have a match tonight, and those without one that contest one.
create temporary table pair (
	list      smallint not null,
	key_hash  uuid not null,
	matched   boolean not null
) on commit drop
