-- reconcile_match_unequal: Matches whose sums differ, each by the line with the least key of each list.
create temporary table unequal (
	currency    text not null,
	first_hash  uuid,
	first       numeric not null,
	second_hash uuid,
	second      numeric not null
) on commit drop
