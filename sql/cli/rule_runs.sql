-- cli_rule_runs: the current answers for a date, each rule's newest, or those of a run, which need not count.  $1 date
-- or null, $2 rule (id or name) or null, $3 run or null.
select distinct on (r.rule_id) r.rule_run_id, r.rule_id, u.name, r.business_date, r.verdict, r.state, r.why,
	(select coalesce(sum(n.count), 0) from recon.not_comparable n where n.rule_run_id = r.rule_run_id)
from recon.rule_run r
join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
where (r.state = 'current' or $3::bigint is not null) and ($3::bigint is null or r.run_id = $3::bigint)
	and ($1::date is null or r.business_date = $1::date)
	and ($2::text is null or r.rule_id = $2 or u.name = $2)
order by r.rule_id, r.business_date desc, r.rule_run_id desc
