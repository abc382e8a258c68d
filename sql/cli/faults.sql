-- cli_faults: a row a fault of each reject.  $1 snapshot, $2 resolved ones too, $3 at most so many rejects.
select r.record, r.line, p.name, r.member, array_to_string(r.key_plain, chr(31), '•••'), f.field, f.value, f.reason,
	f.n = 1, r.resolved_by
from (
	select snapshot_id, reject_no, part, member, record, line, key_plain, faults, resolved_by
	from ops.reject
	where snapshot_id = $1 and ($2::boolean or resolved_by is null)
	order by reject_no
	limit $3::bigint
) r
join ops.snapshot s on s.snapshot_id = r.snapshot_id
left join ops.landing_part p on p.landing_id = s.landing_id and p.part_no = r.part
cross join lateral rows from (jsonb_to_recordset(r.faults) as (field text, value text, reason text))
	with ordinality as f (field, value, reason, n)
order by r.reject_no, f.n
