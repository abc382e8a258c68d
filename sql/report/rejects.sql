-- $1 snapshot.  The first fifty records that could not be read, a row a fault; their text stays in the database,
-- because it may hold what is personal.
select j.reject_no, p.name, j.member, j.record, j.line, array_to_string(j.key_plain, chr(31), '•••'), f.field, f.value,
	f.reason
from (
	select snapshot_id, reject_no, part, member, record, line, key_plain, faults
	from ops.reject
	where snapshot_id = $1
	order by reject_no
	limit 50
) j
join ops.snapshot s on s.snapshot_id = j.snapshot_id
left join ops.landing_part p on p.landing_id = s.landing_id and p.part_no = j.part
cross join lateral rows from (jsonb_to_recordset(j.faults) as (field text, value text, reason text))
	with ordinality as f (field, value, reason, n)
order by j.reject_no, f.n
