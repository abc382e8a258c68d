-- $1 rule run.  What it was made from, once an extract.  Of an input that could not be used the landing that was
-- refused, if there is one, and the limits that refused it.
select i.extract, i.sides, i.status, i.proven, i.reason, s.snapshot_id, s.dataset, s.business_date, s.as_of,
	s.as_of_source, s.mode, s.cause, s.read, s.staged, s.rejected, s.filtered, s.repeated, s.duplicate, s.stale,
	s.keyless, s.inserted, s.updated, s.deleted, s.unchanged, s.unconfirmed, encode(s.reader_digest, 'hex'),
	encode(s.map_digest, 'hex'), encode(s.entity_digest, 'hex'), encode(s.crosswalk_digest, 'hex'), d.entity,
	l.landing_id, l.landed_at, encode(l.seal, 'hex'), encode(l.content, 'hex'), l.bytes, l.proof,
	array_to_string(l.missing_parts, ', '), g.limits ->> 'max_delete', g.limits ->> 'max_change',
	g.limits ->> 'at_least', g.limits ->> 'on_empty', g.limits ->> 'reject_limit', g.limits ->> 'on_reject_limit',
	g.limits ->> 'drift', g.snapshot_id
from (
	select extract, string_agg(side, ', ' order by side collate "C") as sides, min(status) as status,
		bool_and(proven) as proven, min(reason) as reason, min(snapshot_id) as snapshot_id
	from recon.input
	where rule_run_id = $1
	group by extract
) i
join recon.rule_run r on r.rule_run_id = $1
left join ops.snapshot s on s.snapshot_id = i.snapshot_id
left join ops.dataset d on d.dataset = s.dataset
left join ops.snapshot g on g.snapshot_id = coalesce(s.snapshot_id,
	(select n.snapshot_id from ops.snapshot n where n.extract = i.extract and n.run_id = r.run_id
	order by n.snapshot_id desc limit 1))
left join ops.landing l on l.landing_id = coalesce(g.landing_id,
	(select n.landing_id from ops.landing n where n.extract = i.extract and n.run_id = r.run_id
	order by n.landing_id desc limit 1))
order by i.sides collate "C", i.extract collate "C"
