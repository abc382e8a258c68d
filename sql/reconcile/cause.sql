-- reconcile_cause: What open discrepancies may have in common, the most telling first.
create temporary table cause (
	discrepancy_id bytea not null,
	priority  integer not null,
	signature text not null,
	title     text not null
) on commit drop
