-- reconcile_match_scale: Digits behind the point of the amounts of both lists, and the largest of them.
select coalesce(max(scale(trim_scale(value))), 0), coalesce(max(abs(value)), 0)
from (select value from :"first" where value is not null union all
	select value from :"second" where value is not null) v
