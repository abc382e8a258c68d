-- reconcile_at_risk_keep: $1 rule run.
insert into recon.at_risk (rule_run_id, kind, currency, count, units, money)
select $1::bigint, kind, coalesce(case when cost is not null then cost_currency end, ''), count(*), sum(units),
	sum(round(units * cost, 2))
from at_risk
group by 2, 3
