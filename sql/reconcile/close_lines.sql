-- reconcile_close_lines: $1 close, $2 position, $3 first and $4 last day of the month, $5 whether there is a ledger,
-- $6, $7 close before it and its position, or null, $8 whether there is anything of before. What the closing consists
-- of, by currency.
insert into recon.close_line (close_id, position_no, currency, line_no, line, title, declared, count, amount)
with moved as (
	select * from close_row
	where side = 'movements' and state <> 'r' and amount is not null and day <= $4::date
),
entered as (
	select * from close_row
	where side = 'ledger' and state <> 'r' and amount is not null and day <= $4::date
),
before as (
	select currency, count, amount from recon.close_line
	where close_id = $6::bigint and position_no = $7::integer and line = 'closing'
),
currencies as (
	select currency from moved union select currency from entered union select currency from close_balance
	union select currency from close_opening union select currency from before
),
lines as (
	select currency, 0 as place, 'before' as line, '' as title, true as declared, count, amount from before
	union all
	select c.currency, 1, 'opening', '', true, (select count(distinct (m.list, m.key_hash)) from moved m
			where m.currency = c.currency and m.day < $3::date),
		coalesce((select sum(m.amount) from moved m where m.currency = c.currency and m.day < $3::date), 0)
		+ coalesce((select sum(o.amount) from close_opening o where o.currency = c.currency
			and o.side = 'movements'), 0)
	from currencies c
	where $8::boolean
	union all
	select currency, 2 + min(line_no), 'movement', line, bool_and(declared), count(distinct (list, key_hash)),
		sum(amount)
	from moved where day >= $3::date
	group by currency, line
	union all
	select c.currency, 100000, 'closing', '', true, (select count(distinct (m.list, m.key_hash)) from moved m
			where m.currency = c.currency),
		coalesce((select sum(m.amount) from moved m where m.currency = c.currency), 0)
		+ coalesce((select sum(o.amount) from close_opening o where o.currency = c.currency
			and o.side = 'movements'), 0)
	from currencies c
	union all
	select currency, 100001, 'balance', '', true, count, amount from close_balance
	union all
	select c.currency, 100003, 'ledger', '', true, (select count(distinct (m.list, m.key_hash)) from entered m
			where m.currency = c.currency),
		coalesce((select sum(m.amount) from entered m where m.currency = c.currency), 0)
		+ coalesce((select sum(o.amount) from close_opening o where o.currency = c.currency and o.side = 'ledger'), 0)
	from currencies c
	where $5::boolean
)
select $1::bigint, $2::integer, currency,
	10 * row_number() over (partition by currency order by place, title collate "C"), line, title, declared, count,
		amount
from lines
