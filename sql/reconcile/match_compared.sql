-- reconcile_match_compared: Lines of the first list that have one of the second.
select count(*)
from pair p
join :"first" v on v.key_hash = p.key_hash
where p.list = 0 and p.number is not null and v.state = 'g'
