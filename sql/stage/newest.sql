-- stage_newest: what the extract's next snapshot is held against.
select s.snapshot_id, s.business_date,
	s.reader_digest = $3 and s.map_digest = $4 and s.entity_digest = $5 and s.crosswalk_digest = $6,
	l.content = $7 and coalesce(s.limits ->> 'drift', '') = coalesce($9::text, ''), s.keyless, s.rejected, s.read
from ops.snapshot s
join ops.landing l on l.landing_id = s.landing_id
where s.extract = $1 and s.dataset = $2 and s.state = 'live' and $8::date is not null
order by s.snapshot_no desc
limit 1
