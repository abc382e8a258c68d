-- cli_drift: what departed on which night, the newest first.  $1 extract, $2 at most so many.
select s.business_date, s.snapshot_id, s.state, d.drift, d.path, d.word, d.what, d.example, d.count, p.name, d.member,
	d.record, d.line
from ops.drift d
join ops.snapshot s on s.snapshot_id = d.snapshot_id
left join ops.landing_part p on p.landing_id = s.landing_id and p.part_no = d.part
where s.extract = $1
order by s.business_date desc, s.snapshot_id desc, d.drift, d.path collate "C"
limit $2
