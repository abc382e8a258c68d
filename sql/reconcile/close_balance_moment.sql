-- reconcile_close_balance_moment: Balances of moments: of each currency the last before $1, the end of the month,
-- unless it is of before $3, its begin; $2 the zone of days.  What happened in the very moment is counted.
insert into close_balance
select r.currency, count(*), sum(r.amount), r.at + interval '1 microsecond', (r.at at time zone $2)::date
from close_row r
where r.side = 'balance' and r.amount is not null and r.at = (
		select max(n.at) from close_row n where n.side = 'balance' and n.currency = r.currency
			and n.at <= $1::timestamptz
			and n.at >= $3::timestamptz
	)
group by r.currency, r.at
