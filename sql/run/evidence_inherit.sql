-- run_evidence_inherit: $1 rule run. What stood there on the night before with the same place has the same text.
update recon.observation o set truth_text = p.truth_text, mirror_text = p.mirror_text
from recon.rule_run r
join recon.observation p on p.rule_run_id = r.previous
where r.rule_run_id = $1 and o.rule_run_id = $1 and p.discrepancy_id = o.discrepancy_id
	and p.truth_landing is not distinct from o.truth_landing and p.truth_part is not distinct from o.truth_part
	and p.truth_record is not distinct from o.truth_record and p.truth_offset is not distinct from o.truth_offset
	and p.mirror_landing is not distinct from o.mirror_landing and p.mirror_part is not distinct from o.mirror_part
	and p.mirror_record is not distinct from o.mirror_record and p.mirror_offset is not distinct from o.mirror_offset
