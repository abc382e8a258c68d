-- cli_rule_runs: the current answers for a date, or each rule's newest.  $1 date or null, $2 rule (id or name) or null.
select distinct on (r.rule_id) r.rule_run_id, r.rule_id, u.name, r.business_date, r.verdict
from recon.rule_run r
join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
where r.state = 'current' and ($1::date is null or r.business_date = $1::date)
	and ($2::text is null or r.rule_id = $2 or u.name = $2)
order by r.rule_id, r.business_date desc, r.rule_run_id desc
