-- reconcile_input: $1 extract, $2 business date of its content. The newest snapshot that was staged; else the newest
-- of any state, for its reason.  before: the number of the newest snapshot of an earlier date, which this one followed.
select s.snapshot_id, s.snapshot_no, s.source, s.state, s.as_of, l.missing_parts, l.proof, s.note, s.dataset,
	s.state in ('live', 'aside') as staged,
	not exists (select from ops.snapshot n
		where n.dataset = s.dataset and n.source = s.source and n.state = 'live'
		and n.snapshot_no > s.snapshot_no) as newest,
	coalesce((select max(b.snapshot_no) from ops.snapshot b
		where b.dataset = s.dataset and b.source = s.source and b.state = 'live'
		and b.business_date < s.business_date and b.snapshot_no < s.snapshot_no), 0) as before,
	s.keyless, s.run_id
from ops.snapshot s
join ops.landing l using (landing_id)
where s.extract = $1 and s.business_date = $2
order by staged desc, s.snapshot_id desc
limit 1
