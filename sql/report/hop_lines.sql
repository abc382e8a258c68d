-- $1 rule run.  What stands at each hop of a chain, and how much it is in thousandths of what came to the hop to which
-- most of the currency came.
select l.hop_no, l.line, l.days, l.currency, l.count, l.amount,
	coalesce(round(1000 * abs(l.amount) / nullif(m.most, 0)), 0)::bigint
from recon.hop_line l
join (
	select currency, max(sum) as most
	from (
		select hop_no, currency, sum(abs(amount)) as sum
		from recon.hop_line
		where rule_run_id = $1 and line not in ('entered', 'unexpected')
		group by hop_no, currency
	) s
	group by currency
	union all
	select distinct currency, null::numeric
	from recon.hop_line o
	where rule_run_id = $1 and not exists (
		select from recon.hop_line i
		where i.rule_run_id = $1 and i.currency = o.currency and i.line not in ('entered', 'unexpected'))
) m on m.currency = l.currency
where l.rule_run_id = $1
order by l.currency = '', l.currency collate "C", l.hop_no,
	array_position(array['entered', 'reached', 'waiting', 'broken', 'not comparable', 'ends', 'unexpected'], l.line),
	l.days
