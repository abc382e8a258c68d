-- reconcile_found: Tonight's findings with their identities.
create temporary table found (
	like finding,
	discrepancy_id bytea not null,
	case_id bytea not null,
	due_at  timestamptz
) on commit drop
