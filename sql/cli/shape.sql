-- cli_shape: what an extract's records have consisted of, by path.  $1 extract.
select k.path, array_to_string(array_agg(k.kind order by k.kind collate "C") filter (where k.kind <> 'missing'), ', '),
	bool_or(k.kind = 'missing'), (array_agg(k.mapped order by k.last desc, k.mapped))[1],
	min(k.first) filter (where k.kind <> 'missing'), max(k.last) filter (where k.kind <> 'missing')
from (
	select h.path, h.kind, min(s.business_date) as first, max(s.business_date) as last, bool_or(h.mapped) as mapped
	from ops.shape h
	join ops.snapshot s using (snapshot_id)
	where s.extract = $1 and s.state in ('live', 'aside')
	group by h.path, h.kind
) k
group by k.path
order by k.path collate "C"
