-- reconcile_chain_check: $1 rule run. Hops of which what came to the hop before is not what went on and what stands
-- there, by currency: there must be none.
select h.name, x.currency
from (
	select h.hop_no, l.currency, l.count, l.amount
	from recon.hop h
	join recon.hop_line l on l.rule_run_id = h.rule_run_id and l.hop_no = h.after_no and l.line = 'entered'
	where h.rule_run_id = $1 and h.hop_no > 0
	union all
	select hop_no, currency, -count, -amount
	from recon.hop_line
	where rule_run_id = $1 and hop_no > 0 and line not in ('entered', 'unexpected')
) x
join recon.hop h on h.rule_run_id = $1 and h.hop_no = x.hop_no
group by h.name, x.hop_no, x.currency
having sum(x.count) <> 0 or sum(x.amount) <> 0
order by x.hop_no, x.currency collate "C"
