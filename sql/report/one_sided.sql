-- $1 rule run.  Keys that stand on one side only, and so were not compared: not explained, and waiting.
select count(distinct d.case_id) filter (where o.status = 'open'),
	count(distinct d.case_id) filter (where o.status = 'pending')
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
where o.rule_run_id = $1 and d.kind in ('missing', 'unexpected') and o.status in ('open', 'pending')
	and o.event <> 'carried'
