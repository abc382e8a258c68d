-- reconcile_sum_doubt: What rows may belong to beside what they say: a record that could not be read to what it
-- belonged to when it last could, the second record of a key to what it names.
with doubt as materialized (
	:doubts
),
by_key as (
	select key_hash, min(key) as key, currency, min(state::text)::"char" as state, coalesce(sum(amount), 0) as worth,
		sum(total) as total,
		min(array[account, seen_from, landing, part, record, place_offset, place_length]) as place
	from doubt
	group by key_hash, currency
),
known as (
	update :"table" s set
		state = case when s.state in ('x', 'u', 'r') then s.state else d.state end, worth = s.worth + d.worth,
		total = s.total + d.total
	from by_key d
	where d.key_hash = s.key_hash and d.currency = s.currency
	returning s.key_hash, s.currency
),
placed as (
	delete from :"table" s
	where s.alone is not null and s.state = 'r' and s.own_hash in (select own_hash from doubt where state = 'r')
)
insert into :"table" (key_hash, key, currency, state, amount, worth, total, rows, account, seen_from, landing, part,
	record, place_offset, place_length, twice)
select key_hash, key, currency, state, 0, worth, total, 0, place[1], place[2], place[3], place[4], place[5], place[6],
	place[7], false
from by_key d
where not exists (select from known k where k.key_hash = d.key_hash and k.currency = d.currency)
