-- reconcile_match_scale: Digits behind the point of the amounts of both lists, six at most.
select least(coalesce(max(scale(trim_scale(value))), 0), 6)
from (select value from :"first" where value is not null union all
	select value from :"second" where value is not null) v
