-- run_landing:
insert into ops.landing (extract, run_id, business_date, landed_at, manifest, seal, content, bytes, as_of, as_of_source,
	proof, missing_parts)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
returning landing_id
