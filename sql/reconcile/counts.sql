-- reconcile_counts: $1 rule run: open, pending, warnings, keys that could not be checked, cleared.
select count(*) filter (where status = 'open'), count(*) filter (where status = 'pending'),
	count(*) filter (where status = 'warning'),
	(select coalesce(sum(count), 0) from recon.not_comparable where rule_run_id = $1),
	(select count(*) from recon.cleared where rule_run_id = $1)
from recon.observation
where rule_run_id = $1
