-- cli_snapshots: of a run, in the order in which they were recorded.
select s.snapshot_id, s.dataset, s.snapshot_no, s.extract, s.business_date, s.as_of, s.as_of_source, s.state, s.cause,
	s.mode, s.read, s.staged, s.rejected, s.filtered, s.repeated, s.duplicate, s.stale, s.keyless,
	s.inserted, s.updated, s.deleted, s.unchanged, s.unconfirmed, s.note, s.totals, s.committed_at,
	s.landing_id, l.bytes, encode(l.seal, 'hex'), l.proof, array_to_json(l.missing_parts)
from ops.snapshot s
join ops.landing l using (landing_id)
where s.run_id = $1
order by s.snapshot_id
