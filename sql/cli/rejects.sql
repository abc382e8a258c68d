-- cli_rejects: :text is the record's own, or nothing for whom it is not to be seen.  $1 snapshot, $2 resolved ones
-- too, $3 at most or null for all.
select r.record, r.line, p.name, r.member, r.part, array_to_string(r.key_plain, chr(31), '•••'), r.faults, :text,
	r.resolved_by
from ops.reject r
join ops.snapshot s on s.snapshot_id = r.snapshot_id
left join ops.landing_part p on p.landing_id = s.landing_id and p.part_no = r.part
where r.snapshot_id = $1 and ($2::boolean or r.resolved_by is null)
order by r.reject_no
limit $3::bigint
