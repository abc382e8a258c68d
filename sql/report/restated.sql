-- $1 snapshot, $2 how many rows at most.  What its system had closed and says otherwise, a row for each field that did.
select r.number, r.change, array_to_string(r.key, chr(31), chr(26)), r.happened_at, f ->> 'field',
	f ? 'before', f ->> 'before', f ->> 'after',
	(select count(*) from ops.restated o where o.snapshot_id = $1)
from ops.restated r
cross join lateral jsonb_array_elements(r.fields) with ordinality as e (f, place)
where r.snapshot_id = $1 and r.number <= $2
order by r.number, e.place
