-- $1 rule run.  The nights that this answer continues, as they were counted then, thirty at most.
with recursive nights as (
	select rule_run_id, previous, business_date, verdict, 1 as n
	from recon.rule_run
	where rule_run_id = $1
	union all
	select r.rule_run_id, r.previous, r.business_date, r.verdict, n.n + 1
	from nights n
	join recon.rule_run r on r.rule_run_id = n.previous
	where n.n < 30
)
select n.business_date, n.verdict, coalesce(o.currency, ''), coalesce(o.count, 0), coalesce(o.gross, 0)
from nights n
left join lateral (
	select d.currency, count(*) as count, sum(abs(v.amount)) as gross
	from recon.observation v
	join recon.discrepancy d using (discrepancy_id)
	where v.rule_run_id = n.rule_run_id and v.status = 'open'
	group by d.currency
) o on true
order by n.business_date, coalesce(o.currency, '') = '', o.currency collate "C"
