-- stage_snapshot
insert into ops.snapshot (dataset, snapshot_no, extract, source, landing_id, run_id, business_date, as_of, as_of_source,
	state, cause, mode, scope, reader_digest, map_digest, entity_digest, crosswalk_digest,
	read, staged, rejected, filtered, repeated, duplicate, stale, keyless,
	inserted, updated, deleted, unchanged, unconfirmed, totals, note, committed_at, limits, controls)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
	n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13], $19, $20, $21, $22, $23
from (select $18::bigint[]) as c (n)
returning snapshot_id
