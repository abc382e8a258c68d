-- Of what nothing could be told, by the last answers of the chains, and why; and what stands at the second hop.
select r.rule_id, n.side, n.cause, n.reason, n.currency, n.count, n.amount
from recon.not_comparable n
join recon.rule_run r using (rule_run_id)
where r.rule_id <> 'R-ARRIVED' and r.run_id = (select max(run_id) from recon.rule_run)
order by 1, 2, 3, 4, 5;
select r.rule_id, l.line, l.days, l.currency, l.count, l.amount
from recon.hop_line l
join recon.rule_run r using (rule_run_id)
where l.hop_no = 1 and l.line <> 'entered' and r.run_id = (select max(run_id) from recon.rule_run)
order by 1, 2, 3, 4
