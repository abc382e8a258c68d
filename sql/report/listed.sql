-- $1 rule run.  What the list of a sum rule is made of, by currency: what tonight's amounts leave, what has no such
-- difference, what could not be checked and stays open, and all of it.
select d.currency, coalesce(l.line, 'open'), count(*), coalesce(sum(o.amount), 0)
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
cross join lateral (
	select case when o.event = 'carried' then 'carried'
		when d.kind in ('currency', 'twice', 'tolerance') then d.kind
		else 'found' end
) l (line)
where o.rule_run_id = $1 and o.status = 'open'
	and exists (select from recon.standing s where s.rule_run_id = $1)
group by d.currency, rollup (l.line)
order by d.currency collate "C", array_position(array['found', 'currency', 'twice', 'tolerance', 'carried'], l.line)
