-- reconcile_close_balance_day: Balances of days: $1 the last day of the month, $2 the zone of their days.
insert into close_balance
select currency, count(*), sum(amount), ($1::date + 1)::timestamp at time zone $2, $1::date
from close_row
where side = 'balance' and day = $1::date and amount is not null
group by currency
