-- reconcile_sum_undeclared: Movements of which no line knows the kind, each a warning under its own key. What is not a
-- good row says nothing of its kind that could be relied on, and what moves nothing is none.
insert into finding
select 'undeclared', field, 'parts', own_hash, own_key, 'warning', null, null, currency, coalesce(sum(amount), 0),
	abs(coalesce(sum(amount), 0)), null, min(told_by), min(company), min(channel), min(happened_at),
	null, null, null, null, null, null, null, null, null, null,
	(min(place))[1], (min(place))[2], (min(place))[3], (min(place))[4], (min(place))[5], (min(place))[6],
	(min(place))[7], null, min(own_names)
from (
	select *, array[account, seen_from, landing, part, record, place_offset, place_length] as place
	from (:rows) r
	where state = 'g' and line_no = 0 and amount <> 0
) t
group by own_hash, own_key, field, currency
