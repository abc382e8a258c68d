-- reconcile_chain_match_answer: $1 match rule, $2 business date, $3 run, $4 rule run of a chain. The rule's answer for
-- the date, the run's own before the one that counts, and whether both were made from the same lists.
select m.rule_run_id, not exists (
	select from recon.input i
	join recon.input c on c.extract = i.extract and c.rule_run_id = $4
	where i.rule_run_id = m.rule_run_id and c.snapshot_id is distinct from i.snapshot_id)
from recon.rule_run m
where m.rule_id = $1 and m.business_date = $2::date and (m.run_id = $3 or m.state = 'current')
order by m.run_id = $3 desc, m.rule_run_id desc
limit 1
