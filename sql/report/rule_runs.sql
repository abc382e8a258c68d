-- $1 run.  Each rule that the run answered, whatever became of the answer since: a report is the same when it is
-- written again.
select distinct on (r.rule_id) r.rule_run_id, r.rule_id, u.name, u.kind, u.text, encode(r.digest, 'hex'),
	r.business_date, r.cut, r.verdict, p.business_date, r.compared, r.agreed, r.too_young, r.opening, r.state = 'trial',
	r.why
from recon.rule_run r
join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
left join recon.rule_run p on p.rule_run_id = r.previous
where r.run_id = $1
order by r.rule_id, r.rule_run_id desc
