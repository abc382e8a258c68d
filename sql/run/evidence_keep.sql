-- run_evidence_keep: $1 texts, parallel to the places $3 landing, $4 parts, $5 records, $6 offsets; $2 rule
-- run.
with found as (
	select t.text, t.part, t.record, t.place_offset, sha256(convert_to(t.text, 'UTF8')) as digest
	from unnest($1::text[], $4::integer[], $5::bigint[], $6::bigint[]) as t(text, part, record, place_offset)
),
kept as (
	insert into recon.evidence (digest, text) select distinct on (digest) digest, text from found
	on conflict (digest) do nothing
),
truths as (
	update recon.observation o set truth_text = f.digest from found f
	where o.rule_run_id = $2 and o.truth_landing = $3::integer and o.truth_part = f.part and o.truth_record = f.record
		and o.truth_offset = f.place_offset
)
update recon.observation o set mirror_text = f.digest from found f
where o.rule_run_id = $2 and o.mirror_landing = $3::integer and o.mirror_part = f.part and o.mirror_record = f.record
	and o.mirror_offset = f.place_offset
