-- run_troubles: $1 extract, $2 date: how the newest runs of that date and later ones ended their reading of it; without
-- a state where nothing stood in the way.
select r.business_date, r.started_at,
	case when s.state in ('late', 'stale', 'failed', 'held', 'refused') then s.state end, s.detail, s.run_id
from ops.step s
join ops.run r using (run_id)
where s.kind = 'extract' and s.name = $1 and r.business_date >= $2::date
order by s.run_id desc, s.step_no desc
limit 20
