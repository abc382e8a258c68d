-- reconcile_chain_lines:
select :distinct p.origin, p.line, l.own, p.money, p.currency, l.amount, l.currency as own_currency, l.moment
from :"before" p
join :"link" l on l.before = p.own
where l.state = 'g'
