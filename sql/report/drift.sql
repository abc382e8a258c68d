-- $1 snapshot.  What departed from the shape that earlier nights had, the further ones of a kind last.
select d.drift, d.path, d.word, d.what, d.example, d.count, p.name, d.member, d.record, d.line
from ops.drift d
join ops.snapshot s on s.snapshot_id = d.snapshot_id
left join ops.landing_part p on p.landing_id = s.landing_id and p.part_no = d.part
where d.snapshot_id = $1
order by array_position(array['new_field', 'missing_field', 'type_change', 'new_value'], d.drift), d.path = '',
	d.path collate "C"
