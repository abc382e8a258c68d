-- cli_trace_chain_run: the newest answer of the rule $1 that counts, up to business date $2 or null.
select rule_run_id, business_date
from recon.rule_run
where rule_id = $1 and state = 'current' and ($2::date is null or business_date <= $2::date)
order by business_date desc
limit 1
