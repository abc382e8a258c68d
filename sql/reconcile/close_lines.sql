-- reconcile_close_lines: $1 close, $2 position, $3 first and $4 last day of the month, $5 whether there is a ledger,
-- $6, $7 close before it and its position, or null, $8 whether there is anything of before. What the closing consists
-- of, by currency.
insert into recon.close_line (close_id, position_no, currency, line_no, line, title, declared, count, amount)
with each as (
	select currency, list, key_hash, line, min(line_no) as line_no, bool_and(declared) as declared,
		day < $3::date as old,
		sum(amount) as amount
	from close_row
	where side = 'movements' and state <> 'r' and amount is not null and day <= $4::date
	group by currency, list, key_hash, line, day < $3::date
),
moved as (
	select currency, count(*) filter (where old) as old_count, count(*) as count,
		coalesce(sum(amount) filter (where old), 0) as old, sum(amount) as amount
	from (
		select currency, old, sum(amount) as amount from each
		group by currency, old, list, key_hash
	) m
	group by currency
),
entered as (
	select currency, count(*) as count, sum(amount) as amount
	from (
		select currency, sum(amount) as amount from close_row
		where side = 'ledger' and state <> 'r' and amount is not null and day <= $4::date
		group by currency, list, key_hash
	) m
	group by currency
),
before as (
	select currency, count, amount from recon.close_line
	where close_id = $6::bigint and position_no = $7::integer and line = 'closing'
),
openings as (
	select currency, coalesce(sum(amount) filter (where side = 'movements'), 0) as ours,
		coalesce(sum(amount) filter (where side = 'ledger'), 0) as theirs
	from close_opening
	group by currency
),
currencies as (
	select currency from moved union select currency from entered union select currency from close_balance
	union select currency from openings union select currency from before
),
sums as (
	select c.currency, coalesce(m.old_count, 0) as old_count, coalesce(m.count, 0) as count,
		coalesce(m.old, 0) + coalesce(o.ours, 0) as old, coalesce(m.amount, 0) + coalesce(o.ours, 0) as amount,
		coalesce(e.count, 0) as entered_count, coalesce(e.amount, 0) + coalesce(o.theirs, 0) as entered
	from currencies c
	left join moved m using (currency)
	left join entered e using (currency)
	left join openings o using (currency)
),
lines as (
	select currency, 0 as place, 'before' as line, '' as title, true as declared, count, amount from before
	union all
	select currency, 1, 'opening', '', true, old_count, old from sums where $8::boolean
	union all
	select currency, 2 + min(line_no), 'movement', line, bool_and(declared), count(*), sum(amount)
	from each where not old
	group by currency, line
	union all
	select currency, 100000, 'closing', '', true, count, amount from sums
	union all
	select currency, 100001, 'balance', '', true, count, amount from close_balance
	union all
	select currency, 100003, 'ledger', '', true, entered_count, entered from sums where $5::boolean
)
select $1::bigint, $2::integer, currency,
	10 * row_number() over (partition by currency order by place, title collate "C"), line, title, declared, count,
		amount
from lines
