-- reconcile_match_suggested:
create temporary table suggested (
	first_hash uuid not null, second_hash uuid not null, score numeric not null
) on commit drop
