-- $1 rule run.  Not explained, waiting and not checked: how many and how much, gross, by currency.
select currency, sum(n_open), sum(n_pending), sum(n_unchecked), sum(open), sum(pending), sum(unchecked)
from (
	select d.currency,
		count(*) filter (where o.status = 'open') as n_open,
		count(*) filter (where o.status = 'pending') as n_pending,
		0 as n_unchecked,
		coalesce(sum(abs(o.amount)) filter (where o.status = 'open'), 0) as open,
		coalesce(sum(abs(o.amount)) filter (where o.status = 'pending'), 0) as pending,
		0 as unchecked
	from recon.observation o
	join recon.discrepancy d using (discrepancy_id)
	where o.rule_run_id = $1 and o.status in ('open', 'pending')
	group by d.currency
	union all
	select currency, 0, 0, sum(count), 0, 0, sum(amount)
	from recon.not_comparable
	where rule_run_id = $1
	group by currency
) x
group by currency
order by currency = '', currency collate "C"
