-- reconcile_clear: $1 rule run.
insert into recon.cleared (rule_run_id, discrepancy_id, amount, opened_on)
select $1, p.discrepancy_id, p.amount, p.opened_on
from previous p
where p.status = 'open'
	and not exists (select from recon.observation o
		where o.rule_run_id = $1 and o.discrepancy_id = p.discrepancy_id and o.status = 'open')
