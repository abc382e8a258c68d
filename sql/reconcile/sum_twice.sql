-- reconcile_sum_twice: Keys of which one side holds a record twice, with different content: both records beside each
-- other, their amounts if there are several.  The other comparisons of such a key are not made.
insert into finding
select 'twice', coalesce(min(alone), ''), :side, key_hash, min(key), 'open', null, null, currency,
	coalesce(sum(amount), 0), abs(coalesce(sum(amount), 0)), sum(amount)::text, sum(other)::text,
	min(company), min(channel), min(happened_at),
	null, null, null,
	(min(places))[1], (min(places))[2], (min(places))[3], (min(places))[4], (min(places))[5], (min(places))[6],
	(min(places))[7], (min(places))[8], (min(places))[9], (min(places))[10], (min(places))[11], (min(places))[12],
	(min(places))[13], (min(places))[14],
	:side, min(names)
from (:doubles) t
where :asked
group by key_hash, currency
