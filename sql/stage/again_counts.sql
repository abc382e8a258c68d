-- stage_again_counts
insert into ops.reject_count (snapshot_id, field, reason, warning, count)
select $2, field, reason, warning, count from ops.reject_count where snapshot_id = $1
