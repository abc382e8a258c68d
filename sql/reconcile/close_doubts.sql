-- reconcile_close_doubts: $1 last day of the month. Rows of the month, or of nobody knows when, that cannot be
-- counted or may be told otherwise, by list.
select list,
	count(distinct key_hash) filter (where state = 'r') as unreadable,
	count(distinct key_hash) filter (where state = 't') as twice,
	count(distinct key_hash) filter (where state = 'u') as unconfirmed,
	count(distinct key_hash) filter (where state = 'x') as last_known,
	count(distinct key_hash) filter (where state not in ('r') and day is null) as undated,
	count(distinct key_hash) filter (where state not in ('r') and amount is null) as unvalued
from close_row
where side <> 'before' and (day is null or day <= $1::date)
	and (state in ('r', 't', 'u', 'x') or day is null or amount is null)
group by list
order by list
