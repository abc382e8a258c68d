-- run_landing: bytes that are to be erased are so wherever they come again.
insert into ops.landing (extract, run_id, business_date, landed_at, manifest, seal, content, bytes, as_of, as_of_source,
	proof, missing_parts, erasure)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
	exists (select from ops.landing o where o.content = $7 and o.erasure))
returning landing_id
