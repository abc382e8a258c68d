-- reconcile_sum_double: Rows of one term that stand twice, each beside the newest of its other records.
select v.*, d.value as other, array[v.account, v.seen_from, v.landing, v.part, v.record, v.place_offset, v.place_length,
	d.account, d.seen_from, d.landing, d.part, d.record, d.place_offset, d.place_length] as places
from (:term) v
left join lateral (
	select * from (:duplicates) o
	where o.key_hash = v.own_hash and o.account = v.account
	order by o.seen_from desc, o.landing, o.part, o.record
	limit 1
) d on true
where v.state = 't'
