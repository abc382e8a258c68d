-- cli_trace_faults: why records of the keys $1 were rejected.
select s.dataset, s.snapshot_no, r.key_hash, f.field, f.value, f.reason
from ops.reject r
join ops.snapshot s on s.snapshot_id = r.snapshot_id
cross join lateral rows from (jsonb_to_recordset(r.faults) as (field text, value text, reason text))
	with ordinality as f (field, value, reason, n)
where r.key_hash = any ($1::uuid[]) and s.snapshot_no is not null
order by s.dataset, s.snapshot_no, r.reject_no, f.n
