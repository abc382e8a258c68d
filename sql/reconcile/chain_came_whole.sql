-- reconcile_chain_came_whole: The same of lines with several rows.
select min(p.currency) as currency, min(p.money) as money
from :"before" p
left join (select distinct before from :"link" where state = 'g') l on l.before = p.own
group by p.origin, p.line
having bool_and(l.before is not null)
