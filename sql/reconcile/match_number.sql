-- reconcile_match_number: Tonight's matches are numbered in the order of their keys.
update made m
set match_no = o.no
from (
	select p.number, row_number() over (order by min(array_to_string(v.key, chr(31), '') collate "C")) as no
	from pair p
	join made n using (number)
	join :"first" v on v.key_hash = p.key_hash
	where p.list = 0 and not n.standing
	group by p.number
) o
where m.number = o.number
