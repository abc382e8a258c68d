-- $1 rule run.  Keys that stand on one side only, and so were not compared: not explained, and waiting; and what is not
-- explained but differs by rounding alone.
select count(distinct d.case_id) filter (where o.status = 'open' and o.kind <> 'rounding'),
	count(distinct d.case_id) filter (where o.status = 'pending' and o.kind <> 'rounding'),
	count(*) filter (where o.status = 'open' and o.kind = 'rounding')
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
where o.rule_run_id = $1 and o.status in ('open', 'pending')
	and (o.kind = 'rounding' or (d.kind in ('missing', 'unexpected') and o.event <> 'carried'))
