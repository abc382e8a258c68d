-- reconcile_at_risk_dead: $1 since when nothing may have moved. What is on hand and did not move since; said only where
-- the movements are known so far back.  What cannot be told of a movement may be one.
insert into at_risk
select 'dead', s.key_hash, s.key, s.currency, s.units, c.cost, c.currency, m.last_at
from (
	select key_hash, min(key) as key, currency, sum(amount) as units
	from (:on_hand) r
	where alone is null
	group by key_hash, currency
	having bool_and(state = 'g') and sum(amount) > 0
) s
left join (
	select v.key_hash, max(:at) as last_at, bool_or(v.state <> 'g' or :at is null) as doubtful
	from (:rows) v
	where v.state <> 'f'
	group by v.key_hash
) m on m.key_hash = s.key_hash
left join (:costs) c on c.key_hash = s.key_hash
where coalesce(m.last_at <= $1::timestamptz, true) and not coalesce(m.doubtful, false)
	and exists (select from (:rows) v where v.state = 'g' and :at <= $1::timestamptz)
