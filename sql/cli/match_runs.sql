-- cli_match_runs: $1 rule, by id or name, $2 business date, $3 run; each may be null. Of each match rule the newest.
select distinct on (r.rule_id) r.rule_run_id, r.rule_id, u.name, r.business_date, r.verdict, r.state, a.name,
	b.name, r.run_id
from recon.rule_run r
join recon.rule u using (rule_id, digest)
join recon.match_list a on a.rule_run_id = r.rule_run_id and a.list = 0
join recon.match_list b on b.rule_run_id = r.rule_run_id and b.list = 1
where ($1::text is null or $1 in (r.rule_id, u.name))
	and case when $3::bigint is not null then r.run_id = $3 else r.state = 'current' end
	and ($2::date is null or r.business_date = $2)
order by r.rule_id, r.business_date desc, r.rule_run_id desc
