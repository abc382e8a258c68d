-- stage_again: the snapshot of a later date that has the same bytes, mapped the same way.
insert into ops.snapshot (dataset, snapshot_no, extract, source, landing_id, run_id, business_date, as_of, as_of_source,
	state, cause, mode, scope, reader_digest, map_digest, entity_digest, crosswalk_digest,
	read, staged, rejected, filtered, repeated, duplicate, stale, keyless,
	inserted, updated, deleted, unchanged, unconfirmed, totals, note, committed_at, limits, controls, unknown_more)
select dataset, $2, extract, source, $3, $4, $5, coalesce($6, as_of), coalesce($7, as_of_source),
	'live', 'source', mode, scope, reader_digest, map_digest, entity_digest, crosswalk_digest,
	read, staged, rejected, filtered, repeated, duplicate, stale, keyless,
	0, 0, 0, inserted + updated + unchanged, 0, totals, $8, $9, $10, controls, unknown_more
from ops.snapshot
where snapshot_id = $1
returning snapshot_id, snapshot_no, read, staged, rejected, filtered, repeated, duplicate, stale, keyless, unchanged
