-- run_evidence_wanted: $1 rule run. Records whose text is wanted, by landing and place.
select distinct w.landing, w.part, w.record, l.manifest, l.seal, s.extract, w.place_offset
from (
	select truth_landing as landing, truth_part as part, truth_record as record, truth_offset as place_offset,
		truth_snapshot as snapshot
	from recon.observation
	where rule_run_id = $1 and truth_text is null and truth_landing is not null and status <> 'not comparable'
	union all
	select mirror_landing, mirror_part, mirror_record, mirror_offset, mirror_snapshot
	from recon.observation
	where rule_run_id = $1 and mirror_text is null and mirror_landing is not null and status <> 'not comparable'
) w
join ops.landing l on l.landing_id = w.landing
join ops.snapshot s on s.snapshot_id = w.snapshot
order by w.landing, s.extract, w.part, w.record, w.place_offset
limit 20000
