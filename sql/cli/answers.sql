-- cli_answers: what the rules answered in a run.  Of an input that is not there its keys are counted, not listed.
select r.rule_run_id, r.rule_id, u.name, r.business_date, r.verdict, r.state, r.compared, r.agreed,
	count(o.discrepancy_id) filter (where o.status = 'open'),
	count(o.discrepancy_id) filter (where o.status = 'pending'),
	count(o.discrepancy_id) filter (where o.status = 'warning'),
	(select coalesce(sum(n.count), 0) from recon.not_comparable n where n.rule_run_id = r.rule_run_id),
	r.cut, r.decided_at, r.why
from recon.rule_run r
join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
left join recon.observation o on o.rule_run_id = r.rule_run_id
where r.run_id = $1
group by r.rule_run_id, u.name
order by r.rule_run_id
