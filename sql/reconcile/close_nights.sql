-- reconcile_close_nights: $1 close, $2 first and $3 last day of the month, $4 ids of rules and $5 their titles. Each
-- night of each of them from the first that it ever answered.
insert into recon.close_night
select $1::bigint, d::date, r.id, r.title, n.rule_run_id, n.verdict
from unnest($4::text[], $5::text[]) as r(id, title)
cross join generate_series($2::date, $3::date, interval '1 day') d
left join lateral (
	select rule_run_id, verdict from recon.rule_run
	where rule_id = r.id and business_date = d::date and state = 'current'
	order by rule_run_id desc
	limit 1
) n on true
where exists (select from recon.rule_run f where f.rule_id = r.id and f.state = 'current'
	and f.business_date <= d::date)
