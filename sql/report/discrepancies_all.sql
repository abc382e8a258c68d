-- $1 rule run.
select v.*, c.currency, c as d
from recon.observation_shown v
join recon.discrepancy_shown c using (discrepancy_id)
where v.rule_run_id = $1
