select s.extract || ': ' || c.count || ' ' || c.reason
from ops.reject_count c
join ops.snapshot s using (snapshot_id)
where c.warning
order by 1
