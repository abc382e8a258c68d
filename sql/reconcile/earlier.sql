-- reconcile_earlier: $1 rule, $2 business date: the current run of the latest earlier date, and the newest later date
-- that was answered. What is incomplete, compared no key and neither found nor cleared anything is no answer: all that
-- stood open was only carried.
select
	(select rule_run_id from recon.rule_run
		where rule_id = $1 and state = 'current' and business_date < $2::date
		order by business_date desc, rule_run_id desc limit 1),
	(select max(r.business_date) from recon.rule_run r
		where r.rule_id = $1 and r.state = 'current' and r.business_date > $2::date
		and (r.verdict <> 'incomplete' or r.compared > 0
			or exists (select from recon.cleared c where c.rule_run_id = r.rule_run_id)
			or exists (select from recon.observation o where o.rule_run_id = r.rule_run_id
				and o.status <> 'not comparable' and o.event <> 'carried')))
