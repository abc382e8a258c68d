-- reconcile_sum_count: Keys of which both the whole and parts are there and could be laid beside each other.
select count(*)
from (
	select w.key_hash
	from sum_whole w
	join sum_parts p on p.key_hash = w.key_hash
	where w.state = 'g' and p.state in ('g', 'f', 'o')
	group by w.key_hash
) k
where not exists (select from finding f where f.key_hash = k.key_hash and f.status = 'not comparable')
