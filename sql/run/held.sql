-- run_held: $1 snapshot.
select s.extract, s.state, s.landing_id, l.manifest, l.seal, s.business_date, l.extract, r.job,
	exists (select from ops.snapshot n where n.extract = s.extract and n.state = 'live'
		and n.business_date >= s.business_date and n.snapshot_id > s.snapshot_id)
from ops.snapshot s
join ops.landing l using (landing_id)
join ops.run r on r.run_id = s.run_id
where s.snapshot_id = $1
