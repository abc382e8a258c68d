-- $1 rule run.  The hops of a chain, and the match rules by which they were reached.
select h.hop_no, h.after_no, h.name, h.title, h.optional, coalesce(m.rule_id, '')
from recon.hop h
left join recon.rule_run m on m.rule_run_id = h.matched_by
where h.rule_run_id = $1
order by h.hop_no
