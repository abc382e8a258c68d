-- reconcile_sum_once: What the parts have too much where it is an amount that stands again among them, so often as it
-- does beside the first; or where it is the whole once more, though in other pieces.
with again as (
	select key_hash, currency, amount, count(*) - 1 as times
	from (:rows) r
	where state = 'g' and amount <> 0
		and key_hash in (select key_hash from finding where kind = 'residual' and status = 'open')
	group by key_hash, currency, amount
	having count(*) > 1
)
update finding f set kind = 'counted twice', clock = null
where f.kind = 'residual' and f.status = 'open' and f.amount <> 0 and (f.amount = f.truth_value::numeric
	or exists (select from again a
		where a.key_hash = f.key_hash and a.currency = f.currency and f.amount % a.amount = 0
			and f.amount / a.amount between 1 and a.times))
