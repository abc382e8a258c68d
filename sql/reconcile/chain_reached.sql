-- reconcile_chain_reached: $1 rule run, $2 hop. Lines of the hop before that went on to it, by what they were worth
-- there; of one that came in part, the part.
insert into recon.hop_line (rule_run_id, hop_no, line, days, currency, count, amount)
select $1, $2, 'reached', -1, currency, sum(count), sum(money)
from (
	select currency, count(*) as count, coalesce(sum(money), 0) as money
	from (:lines) x
	group by currency
	union all
	select currency, -count(*), -coalesce(sum(money), 0)
	from chain_lack
	where hop = $2 and come is not null
	group by currency
) y
group by currency
having sum(count) <> 0 or sum(money) <> 0
