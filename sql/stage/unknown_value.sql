-- stage_unknown_value
insert into ops.unknown_value (snapshot_id, field, value, count) values ($1, $2, $3, $4)
on conflict (snapshot_id, field, value) do update set count = ops.unknown_value.count + excluded.count
