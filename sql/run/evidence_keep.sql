-- run_evidence_keep: $1 texts, parallel to the places $3 landing, $4 parts, $5 records; $2 rule run.
with found as (
	select t.text, t.part, t.record, sha256(convert_to(t.text, 'UTF8')) as digest
	from unnest($1::text[], $4::integer[], $5::bigint[]) as t(text, part, record)
),
kept as (
	insert into recon.evidence (digest, text) select distinct on (digest) digest, text from found
	on conflict (digest) do nothing
),
truths as (
	update recon.observation o set truth_text = f.digest from found f
	where o.rule_run_id = $2 and o.truth_landing = $3::integer and o.truth_part = f.part and o.truth_record = f.record
)
update recon.observation o set mirror_text = f.digest from found f
where o.rule_run_id = $2 and o.mirror_landing = $3::integer and o.mirror_part = f.part and o.mirror_record = f.record
