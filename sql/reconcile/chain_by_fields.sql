-- reconcile_chain_by_fields:
select b.key_hash as before, v.key_hash as own, v.state, (:nameless) as nameless, v.account, v.value as amount,
	coalesce(v.currency, '') as currency, v.happened_at as moment
from :"view" v
left join :"before" b on :same
