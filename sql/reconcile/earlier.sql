-- reconcile_earlier: $1 rule, $2 business date: the current run of the latest earlier date, and whether a later date
-- was answered.
select
	(select rule_run_id from recon.rule_run
		where rule_id = $1 and state = 'current' and business_date < $2::date
		order by business_date desc, rule_run_id desc limit 1),
	exists (select from recon.rule_run where rule_id = $1 and state = 'current' and business_date > $2::date)
