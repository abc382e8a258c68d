-- reconcile_match_pair: Which line belongs to which match, by the number that it has tonight; a line without a match
-- stands here if it is contested.
create temporary table pair (
	list      smallint not null,
	key_hash  uuid not null,
	number    bigint,
	contested boolean not null
) on commit drop
