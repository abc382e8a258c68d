-- reconcile_timing_moved: $1 1 if the parts were read later, else -1. What moved of each key, as it makes the parts
-- differ from the whole.  Of a kit it is how many fewer or more can be made of its components than before these moved.
create temporary table moved on commit drop as
with
plain as (
	select key_hash, currency, count(*) as count, sum(amount) * $1::integer as sum
	from movement
	where doubt is null
	group by key_hash, currency
)
select key_hash, currency, sum(count) as count, sum(sum) as sum
from (
	select key_hash, currency, count, sum from plain
	union all
	select k.key_hash, '', sum(coalesce(p.count, 0)),
		floor(min(k.counted / k.quantity)) - floor(min((k.counted - coalesce(p.sum, 0)) / k.quantity))
	from (:kits) k
	left join plain p on p.key_hash = k.component_hash
	group by k.key_hash
) m
group by key_hash, currency
