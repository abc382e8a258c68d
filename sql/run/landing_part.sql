-- run_landing_part:
insert into ops.landing_part (landing_id, part_no, name, part, bytes, digest, changed) values ($1, $2, $3, $4, $5, $6,
	$7)
