select l.title, l.currency, l.count, l.sum
from recon.line l
join recon.rule_run r using (rule_run_id)
where r.state = 'current' and r.business_date = :'day'
order by l.line_no, l.title
