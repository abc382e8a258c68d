-- $1 rule run.
select field, currency, count, sum, budget
from recon.tolerance_use
where rule_run_id = $1
order by field collate "C", currency collate "C"
