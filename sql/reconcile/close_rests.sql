-- reconcile_close_rests: $1 close, $2 position, $3 whether there is a close before it. Of each difference what no item
-- names, right behind what was held against it; nothing too, because that is what is claimed.
insert into recon.close_line (close_id, position_no, currency, line_no, line, title, declared, count, amount)
with lines as (
	select currency, line, amount, line_no from recon.close_line where close_id = $1 and position_no = $2
),
differences as (
	select o.currency, 'before' as against, o.line_no - 5 as line_no, o.amount - coalesce(b.amount, 0) as difference
	from lines o
	left join lines b on b.currency = o.currency and b.line = 'before'
	where o.line = 'opening' and $3::boolean
	union all
	select c.currency, o.line, o.line_no + 5, o.amount - c.amount
	from lines c
	join lines o on o.currency = c.currency and o.line in ('balance', 'ledger')
	where c.line = 'closing'
),
items as (
	select currency, against, sum(amount) as amount from recon.close_item
	where close_id = $1 and position_no = $2
	group by currency, against
)
select $1::bigint, $2::integer, d.currency, d.line_no, d.against || ' rest', '', true,
	0, d.difference - coalesce(i.amount, 0)
from differences d
left join items i using (currency, against)
