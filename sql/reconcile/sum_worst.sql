-- reconcile_sum_worst: What cannot be compared in one currency cannot be in any: a record that could not be read has
-- perhaps no currency, and of one that stands twice either may be meant.
update :"table" s set state = b.state
from (
	select key_hash, (array['x', 'u', 'r', 't', 'n', 'y'])[
		min(array_position(array['x', 'u', 'r', 't', 'n', 'y'], state::text))]::"char" as state
	from :"table"
	where state in ('x', 'u', 'r', 't', 'n', 'y')
	group by key_hash
) b
where b.key_hash = s.key_hash and s.state <> b.state
