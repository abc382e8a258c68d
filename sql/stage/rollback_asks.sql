-- stage_rollback_asks: what it is, which is the newest, and what it was released as, if it was.
select s.dataset, s.extract, d.live, s.state, s.snapshot_no,
	(select snapshot_id from ops.snapshot o where o.dataset = s.dataset and o.state = 'live'
		order by snapshot_no desc limit 1),
	(select max(o.snapshot_id) from ops.snapshot o where o.extract = s.extract and o.landing_id = s.landing_id
		and o.state = 'live' and o.snapshot_id > s.snapshot_id and s.state = 'held')
from ops.snapshot s
join ops.dataset d on d.dataset = s.dataset
where s.snapshot_id = $1
