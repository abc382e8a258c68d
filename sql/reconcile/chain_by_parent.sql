-- reconcile_chain_by_parent:
select case when not v.alone then v.key_hash end as before, v.own_hash as own, v.state, v.alone as nameless, v.account,
	v.value as amount, coalesce(v.currency, '') as currency, v.happened_at as moment
from (:rows) v
