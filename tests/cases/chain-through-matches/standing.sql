-- What stands at each hop, by the last answer.
select h.name, l.line, l.days, l.currency, l.count, l.amount
from recon.hop_line l
join recon.hop h using (rule_run_id, hop_no)
where rule_run_id = (select max(rule_run_id) from recon.rule_run)
order by h.hop_no, l.line, l.days, l.currency
