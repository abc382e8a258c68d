-- reconcile_agreed: Keys of the leading side of which it cannot be said that they agree: with a difference, where two
-- others may differ in what it does not have; or compared with one side, while another could not be looked at.
select count(distinct f.key_hash)
from found f
join :"side_view" t on t.key_hash = f.key_hash and t.state = 'g'
where (f.kind in ('different', 'rounding', 'treatment', 'lacking', 'currency', 'residual', 'counted twice', 'broken')
		and f.status <> 'within tolerance')
	or (f.status = 'not comparable' and f.cause is distinct from 'filtered' and (:compared))
