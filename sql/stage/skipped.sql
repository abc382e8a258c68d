-- stage_skipped: the snapshot that already speaks for the date.
select snapshot_id, snapshot_no, read, staged, rejected, filtered, repeated, duplicate, stale, keyless,
	inserted + updated + unchanged
from ops.snapshot
where snapshot_id = $1
