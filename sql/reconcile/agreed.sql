-- reconcile_agreed: Keys of the leading side with a difference: two others may differ in what it does not have.
select count(distinct f.key_hash)
from found f
where f.kind in ('different', 'lacking', 'currency', 'residual') and f.status <> 'within tolerance'
	and exists (select from :"side_view" t where t.key_hash = f.key_hash and t.state = 'g')
