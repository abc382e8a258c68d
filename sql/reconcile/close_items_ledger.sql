-- reconcile_close_items_ledger: $1 close, $2 position, $3 last day of the month, $4 whether the movements' lists are
-- whole, $5 whether the ledger's are. By reference: what the ledger has by the end of the month, and what it should.
-- Where both know it, what of the difference will be gone once both months are over is the cut-off, and the rest
-- another amount; so the two add up to the difference.  What one side lacks may be what could not be read of it.
insert into recon.close_item (close_id, position_no, item_no, against, currency, kind, reference, line, ours_on,
	theirs_on, ours, theirs, original, original_currency, amount, age)
with rows as (
	select side, currency, coalesce(reference, key) as reference, line, line_no, day, amount, original,
		original_currency,
		case when reference is null then side || list || key_hash else '=' || reference end as one
	from close_row
	where side in ('movements', 'ledger') and state <> 'r' and amount is not null and day is not null
),
sums as (
	select one, currency, min(reference) as reference,
		(array_agg(line order by line_no) filter (where side = 'movements'))[1] as line,
		count(*) filter (where side = 'movements') as our_rows, count(*) filter (where side = 'ledger') as their_rows,
		min(day) filter (where side = 'movements') as ours_on, min(day) filter (where side = 'ledger') as theirs_on,
		coalesce(sum(amount) filter (where side = 'movements'), 0) as ours,
		coalesce(sum(amount) filter (where side = 'ledger'), 0) as theirs,
		coalesce(sum(amount) filter (where side = 'movements' and day <= $3::date), 0) as ours_in,
		coalesce(sum(amount) filter (where side = 'ledger' and day <= $3::date), 0) as theirs_in,
		sum(original) filter (where side = 'movements') as our_original,
		sum(original) filter (where side = 'ledger') as their_original,
		min(original_currency) filter (where original is not null) as original_currency,
		max(original_currency) filter (where original is not null) as other_original
	from rows
	group by one, currency
),
differing as (
	select *, theirs_in - ours_in as difference, (ours - ours_in) - (theirs - theirs_in) as cut_off,
		theirs - ours as wrong
	from sums
	where theirs_in <> ours_in
),
whole as (
	select w.side, w.told and not exists (select from close_row r where r.side = w.side and r.state = 'r') as told
	from (values ('movements', $4::boolean), ('ledger', $5::boolean)) w (side, told)
),
items as (
	select differing.*, case when not w.told then 'not comparable' when their_rows = 0 then 'missing'
			else 'unexpected' end as kind, difference as amount
	from differing
	join whole w on w.side = case when their_rows = 0 then 'ledger' else 'movements' end
	where their_rows = 0 or our_rows = 0
	union all
	select *, 'cut-off', cut_off from differing where their_rows > 0 and our_rows > 0 and cut_off <> 0
	union all
	select *, case when our_original = their_original and original_currency = other_original
		and original_currency <> currency then 'exchange difference' else 'amount' end, wrong
	from differing
	where their_rows > 0 and our_rows > 0 and wrong <> 0
),
lonely as (
	select one, currency, ours + theirs as amount, our_rows = 0 as theirs_alone from sums
	where our_rows = 0 or their_rows = 0
),
others as (
	select distinct on (l.one, l.currency) l.one, l.currency, o.currency as other, o.amount as of_other
	from lonely l
	join lonely o on o.one = l.one and o.currency <> l.currency and o.theirs_alone <> l.theirs_alone
	order by l.one, l.currency, o.currency collate "C"
),
named as (
	select i.currency, case when o.one is null then i.kind else 'other currency' end as kind, i.reference,
		coalesce(i.line, '') as line, i.ours_on, i.theirs_on, case when i.our_rows > 0 then i.ours end as ours,
		case when i.their_rows > 0 then i.theirs end as theirs,
		case when o.one is not null then o.of_other when i.kind = 'exchange difference' then i.our_original end
			as original,
		case when o.one is not null then o.other when i.kind = 'exchange difference' then i.original_currency end
			as original_currency,
		i.amount
	from items i
	left join others o on o.one = i.one and o.currency = i.currency
	union all
	select coalesce(l.currency, m.currency), 'opening', 'before the first day', '', null, null, m.amount, l.amount,
		null,
		null, coalesce(l.amount, 0) - coalesce(m.amount, 0)
	from (select currency, sum(amount) as amount from close_opening where side = 'ledger' group by currency) l
	full join (select currency, sum(amount) as amount from close_opening where side = 'movements' group by currency) m
		using (currency)
	where coalesce(l.amount, 0) <> coalesce(m.amount, 0)
)
select $1::bigint, $2::integer, 3000000000 + row_number() over (order by currency collate "C", kind, abs(amount) desc,
		reference collate "C"), 'ledger', currency, kind, reference, line, ours_on, theirs_on, ours, theirs, original,
	original_currency, amount, greatest(0, $3::date - least(ours_on, theirs_on))
from named
