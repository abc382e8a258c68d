-- reconcile_kits_parts: Keys of a sum's parts, each with what they come to.  The first part says what is on hand: what
-- it does not have is not known, whatever the others say of it.
select key_hash, min(key) as key,
	case when bool_or(state <> 'f') then (array['x', 'u', 'r', 't', 'n', 'y', 'o', 'g', 'f'])[
		min(array_position(array['x', 'u', 'r', 't', 'n', 'y', 'o', 'g', 'f'], state::text))]
		else 'f' end::"char" as state,
	true as tracked, bool_or(first and state <> 'f') as first, sum(amount) filter (where state = 'g') as counted,
	min(company) as company, min(channel) as channel,
	(min(p.place))[1]::integer as account, (min(p.place))[2]::integer as seen_from,
	(min(p.place))[3]::integer as landing,
	(min(p.place))[4]::integer as part, (min(p.place))[5] as record, (min(p.place))[6] as place_offset,
	(min(p.place))[7]::integer as place_length
from (:rows) r
cross join lateral (
	select array[account, seen_from, landing, r.part, record, place_offset, place_length]::bigint[]
) p (place)
where alone is null
group by key_hash
