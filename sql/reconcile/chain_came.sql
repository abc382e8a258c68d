-- reconcile_chain_came: Lines all of whose rows went on.
select p.currency, p.money
from :"before" p
where exists (select from :"link" l where l.before = p.own and l.state = 'g')
