-- reconcile_at_risk_oversell: What the whole shows above what its parts come to may be sold and is not there; so is
-- what the parts are below nothing, which is sold already, though the whole knows it.  What movements explain, or
-- tolerance lets through, is no risk of the whole's.
insert into at_risk
select 'oversell', b.key_hash, b.key, b.currency, u.units, c.cost, c.currency, null
from (
	select coalesce(w.key_hash, p.key_hash) as key_hash, coalesce(w.key, p.key) as key,
		coalesce(w.currency, p.currency) as currency, coalesce(w.amount, 0) as whole, coalesce(p.amount, 0) as parts
	from sum_whole w
	full join sum_parts p on p.key_hash = w.key_hash and p.currency = w.currency
	where coalesce(w.state, 'g') = 'g' and coalesce(p.state, 'g') = 'g'
) b
left join finding f on f.key_hash = b.key_hash and coalesce(f.currency, '') = b.currency and f.status = 'open'
	and f.field = '' and f.kind in ('residual', 'counted twice', 'rounding', 'missing', 'unexpected')
cross join lateral (
	select case when f.status is not null then greatest(b.whole, 0) - b.parts else -b.parts end as units
) u
left join (:costs) c on c.key_hash = b.key_hash
where u.units > 0
	and not exists (select from finding n where n.key_hash = b.key_hash
		and (n.status = 'not comparable' or n.kind in ('twice', 'currency')))
