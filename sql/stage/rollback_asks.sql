-- stage_rollback_asks: what it is, and which is the newest.
select s.dataset, s.extract, d.live, s.state, s.snapshot_no,
	(select snapshot_id from ops.snapshot o where o.dataset = s.dataset and o.state = 'live'
		order by snapshot_no desc limit 1)
from ops.snapshot s
join ops.dataset d on d.dataset = s.dataset
where s.snapshot_id = $1
