-- reconcile_chain_by_match:
select m.before, v.key_hash as own, v.state, false as nameless, v.account, v.value as amount,
	coalesce(v.currency, '') as currency, v.happened_at as moment
from :"view" v
left join (
	select p.:own_list as own, b.key_hash as before
	from (:pairs) p
	join :"before" b on b.key_hash = p.:other_list
) m on m.own = v.key_hash
