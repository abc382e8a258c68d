-- stage_again_unknown
insert into ops.unknown_value (snapshot_id, field, value, count)
select $2, field, value, count from ops.unknown_value where snapshot_id = $1
