-- reconcile_close_items_before: $1 close, $2 position, $3 first and $4 last day of the month, $5 whether
-- the movements' lists are whole. What has changed in months that were closed: rows that came late, went, have another
-- amount, or another date; what is not there may be what could not be read.
insert into recon.close_item (close_id, position_no, item_no, against, currency, kind, reference, line, ours_on,
	theirs_on, ours, theirs, amount, age)
with sides as (
	select list, key_hash, currency, key, line, line_no, day, amount as now, null::numeric as earlier
	from close_row where side = 'movements' and state <> 'r' and amount is not null and day < $3::date
	union all
	select list, key_hash, currency, key, line, line_no, day, null, amount
	from close_row where side = 'before' and state <> 'r' and amount is not null
),
rows as (
	select list, key_hash, currency, min(key) as key, (array_agg(line order by line_no))[1] as line,
		min(day) filter (where now is not null) as ours_on, min(day) filter (where earlier is not null) as theirs_on,
		sum(now) as now, sum(earlier) as earlier
	from sides
	group by list, key_hash, currency
),
known as (
	select list, key_hash, bool_or(day >= $3::date) as later, bool_or(state = 'r') as unreadable
	from close_row where side = 'movements'
	group by list, key_hash
)
select $1::bigint, $2::integer, 1000000000 + row_number() over (order by currency collate "C", key collate "C", list),
	'before', r.currency,
	case when r.earlier is null then 'late'
		when r.now is not null then 'changed'
		when n.later then 'redated'
		when not $5::boolean or n.unreadable then 'not comparable'
		else 'gone' end,
	r.key, r.line, r.ours_on, r.theirs_on, r.now, r.earlier, coalesce(r.now, 0) - coalesce(r.earlier, 0),
	$4::date - coalesce(r.ours_on, r.theirs_on)
from rows r
left join known n using (list, key_hash)
where coalesce(r.now, 0) <> coalesce(r.earlier, 0)
