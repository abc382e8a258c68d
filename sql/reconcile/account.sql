-- reconcile_account: The accounts that the rule reads, by the number that its views carry.
create temporary table account (
	account integer primary key,
	side    text not null,
	extract text not null,
	dataset text not null,
	snapshot_id bigint
) on commit drop
