-- stage_reject_count
insert into ops.reject_count (snapshot_id, field, reason, warning, count) values ($1, $2, $3, $4, $5)
