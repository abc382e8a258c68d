-- reconcile_sum_moved: Second records of one account's keys that name another parent than the first.
select d.key_hash, d.key, coalesce(d.currency, '') as currency, 't'::"char" as state, d.amount, d.own_hash,
	d.account, d.seen_from, d.landing, d.part, d.record, d.place_offset, d.place_length, 0::numeric as total
from (:duplicates) d
join (:rows) t on t.own_hash = d.own_hash
where t.account = d.account and t.state = 't' and t.key_hash <> d.key_hash and d.key_hash is not null
