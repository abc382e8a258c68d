-- run_same_staged: $1 extract, $2 date, $3 content, $4 reader, $5 map, $6 entity, $7 crosswalks, $8 drift contract:
-- whether this is staged for the date, and a later date as well.
select exists (
	select from ops.snapshot s
	join ops.landing l using (landing_id)
	where s.extract = $1 and s.business_date = $2::date and s.state in ('live', 'aside') and l.content = $3
		and s.reader_digest = $4 and s.map_digest = $5 and s.entity_digest = $6 and s.crosswalk_digest = $7
		and coalesce(s.limits ->> 'drift', '') = coalesce($8::text, '')
		and exists (select from ops.snapshot n
			where n.extract = s.extract and n.state = 'live' and n.business_date > s.business_date))
