-- reconcile_match_size: How many rows each list has, and the digits behind the point of what stands.
select (select count(*) from :"first"),
	(select count(*) from :"second"),
	least(coalesce(max(greatest(scale(trim_scale(m.first)), scale(trim_scale(m.second)))), 0), 6)
from (:standing) m
