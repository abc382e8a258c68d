-- report_at_risk: $1 rule run.
select kind, currency, count, units, money
from recon.at_risk
where rule_run_id = $1
order by kind desc, currency = '', currency collate "C"
