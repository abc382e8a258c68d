-- reconcile_reported: $1 rule, $2 previous rule run or null. The balance continues what was last shown: a run that
-- was retracted by a rollback, if nothing current came after it.
select coalesce((
	select case state when 'retracted' then rule_run_id end from recon.rule_run
	where rule_id = $1 and state in ('current', 'retracted')
	order by rule_run_id desc limit 1), $2::bigint)
