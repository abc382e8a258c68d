-- reconcile_counts: $1 rule run: open, pending, warnings, keys that could not be checked, of these the ones of which
-- something is unknown, cleared, and of the open what differs by rounding alone.  What a map's declared filter left out
-- is known, and what stands twice is reported.
select count(*) filter (where status = 'open'), count(*) filter (where status = 'pending'),
	count(*) filter (where status = 'warning'),
	(select coalesce(sum(count), 0) from recon.not_comparable where rule_run_id = $1),
	(select coalesce(sum(count), 0) from recon.not_comparable
		where rule_run_id = $1
			and cause in ('unreadable', 'unconfirmed', 'currencies', 'input', 'movements', 'matches')),
	(select count(*) from recon.cleared where rule_run_id = $1),
	count(*) filter (where status = 'open' and kind = 'rounding')
from recon.observation
where rule_run_id = $1
