-- reconcile_previous: What stood open, waiting or warned of on the latest earlier date.
create temporary table previous (
	like recon.observation,
	case_id bytea not null,
	key     text[] not null,
	key_hash uuid not null,
	side    text not null,
	currency text not null,
	field   text not null
) on commit drop
