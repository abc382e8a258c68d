-- reconcile_close_items_balance: $1 close, $2 position, $3 last day of the month. What happened between the end of the
-- month and the moment of the provider's balance, whichever comes first.
insert into recon.close_item (close_id, position_no, item_no, against, currency, kind, reference, line, ours_on,
	theirs_on,
	ours, amount, age)
select $1::bigint, $2::integer, 2000000000 + row_number() over (order by currency collate "C", day, key collate "C"),
	'balance', currency, 'between midnights', key, line, day, last_day, amount,
	case when day <= $3::date then -amount else amount end, abs($3::date - day)
from (
	select r.currency, r.day, min(coalesce(r.reference, r.key)) as key,
		(array_agg(r.line order by r.line_no))[1] as line, b.last_day,
		sum(r.amount) as amount
	from close_row r
	join close_balance b using (currency)
	where r.side = 'movements' and r.state <> 'r' and r.amount is not null
		and (r.day <= $3::date) <> case when r.at is null then r.day <= b.last_day else r.at < b.until end
	group by r.currency, r.list, r.key_hash, r.day, b.last_day
) m
