-- reconcile_close_balance_state: Balances as they stood when the list was made: $1 that moment, $2 the zone of days.
insert into close_balance
select currency, count(*), sum(amount), $1::timestamptz,
	(($1::timestamptz - interval '1 microsecond') at time zone $2)::date
from close_row
where side = 'balance' and amount is not null
group by currency
