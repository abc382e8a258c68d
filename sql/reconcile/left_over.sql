-- reconcile_left_over: $1 rule run.  Sides that have something of the night before which was not found tonight.
select distinct p.side
from previous p
where not exists (
	select from recon.observation o where o.rule_run_id = $1 and o.discrepancy_id = p.discrepancy_id)
