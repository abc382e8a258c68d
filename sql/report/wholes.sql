-- $1 rule run, $2 how many wholes.  What each whole that the answer keeps consists of; of more the largest, in whatever
-- currency it is, and how many there are; equals by their keys, so that it is the same in every database.
select array_to_string(l.key, '/', ''), l.currency, l.line_no, l.title, l.count, l.sum, n.all_of_them
from (
	select key_hash,
		row_number() over (order by max(abs(sum)) filter (where line_no = -2) desc nulls last,
			array_to_string(key, '/', '') collate "C", key_hash) as place,
		count(*) over () as all_of_them
	from recon.whole_line_shown
	where rule_run_id = $1
	group by key_hash, key
) n
join recon.whole_line_shown l on l.rule_run_id = $1 and l.key_hash = n.key_hash
where n.place <= $2
order by n.place, l.currency collate "C", l.line_no = -2, l.line_no <= 0, abs(l.line_no), l.title collate "C"
