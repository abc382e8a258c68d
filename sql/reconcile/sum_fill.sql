-- reconcile_sum_fill: Rows of all terms, grouped by what they belong to; the place is that of one row, which stands
-- for the others.
insert into :"table" (key_hash, key, currency, state, amount, worth, total, rows, company, channel, happened_at,
	account, seen_from, landing, part, record, place_offset, place_length, twice, alone, names, own_hash)
select key_hash, min(key), currency,
	case
	when bool_or(state = 'x') then 'x'
	when bool_or(state = 'u') then 'u'
	when bool_or(state = 'r') then 'r'
	when bool_or(state = 't') then 't'
	when bool_or(state = 'n') then 'n'
	when bool_or(state = 'y') then 'y'
	when bool_or(state = 'g') then 'g'
	when bool_or(state = 'o') then 'o'
	else 'f'
	end::"char",
	coalesce(sum(amount) filter (where state = 'g'), 0),
	coalesce(sum(amount) filter (where state not in ('f', 'o', 'y')), 0),
	coalesce(sum(amount) filter (where state <> 'f'), 0), count(*) filter (where state = 'g'),
	min(company), min(channel), min(happened_at),
	(min(array[account, seen_from, landing, part, record, place_offset, place_length]))[1],
	(min(array[account, seen_from, landing, part, record, place_offset, place_length]))[2],
	(min(array[account, seen_from, landing, part, record, place_offset, place_length]))[3],
	(min(array[account, seen_from, landing, part, record, place_offset, place_length]))[4],
	(min(array[account, seen_from, landing, part, record, place_offset, place_length]))[5],
	(min(array[account, seen_from, landing, part, record, place_offset, place_length]))[6],
	(min(array[account, seen_from, landing, part, record, place_offset, place_length]))[7],
	bool_or(state = 't'), min(alone), min(names),
	min(case when alone is not null then own_hash::text end)::uuid
from (:terms) t
group by key_hash, currency
