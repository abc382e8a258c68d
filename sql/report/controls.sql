-- $1 snapshot.  What its files stated of themselves.
select c.member, c.name, c.stated, c.found, c.checked
from ops.snapshot s,
	jsonb_to_recordset(s.controls) as c (member text, name text, stated text, found numeric, checked boolean)
where s.snapshot_id = $1
order by c.member collate "C", c.name collate "C"
