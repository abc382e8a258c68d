-- reconcile_count_keyed: Keys that stand on both sides with good rows.
select count(*)
from :"truth" t
join :"mirror" m on m.key_hash = t.key_hash
where t.state = 'g' and m.state = 'g'
