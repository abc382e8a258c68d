-- reconcile_close_balance_moment: Balances of moments: of each currency the last before $1, the end of the month,
-- unless it is of before $3, its begin; $2 the zone of days.  What happened in the very moment is counted.
insert into close_balance
select currency, count(*), sum(amount), at + interval '1 microsecond', (at at time zone $2)::date
from (
	select currency, amount, at, rank() over (partition by currency order by at desc) as place
	from close_row
	where side = 'balance' and amount is not null and at >= $3::timestamptz and at <= $1::timestamptz
) r
where place = 1
group by currency, at
