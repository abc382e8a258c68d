-- stage_night_of_dataset: whether a later one of any extract stands decides where its rows are.
select s.dataset, d.live, s.snapshot_no, s.source, s.state,
	exists (select from ops.snapshot o
		where o.dataset = s.dataset and o.state = 'live' and o.snapshot_no > s.snapshot_no)
from ops.snapshot s
join ops.dataset d on d.dataset = s.dataset
where s.dataset = $1 and s.snapshot_no = $2
