-- report_close_items: $1 close, $2 position, $3 how many of each kind, the largest first; null: all, in their order.
select against, currency, kind, reference, line, ours_on, theirs_on, ours, theirs, original, original_currency,
	amount, age
from (
	select *, row_number() over (partition by against, currency, kind order by abs(amount) desc, item_no) as place
	from recon.close_item
	where close_id = $1 and position_no = $2
) i
where $3::bigint is null or place <= $3::bigint
order by against collate "C", currency collate "C", kind collate "C", case when $3::bigint is not null then place end,
	item_no
