-- reconcile_tolerance_use: $1 rule run, $2 budget or null.
insert into recon.tolerance_use (rule_run_id, field, currency, count, sum, budget)
select $1, field, coalesce(currency, ''), count(*), sum(abs(amount)), $2::numeric
from finding
where status = 'within tolerance'
group by field, coalesce(currency, '')
