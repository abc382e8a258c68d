-- stage_again_shape
insert into ops.shape (snapshot_id, path, under, step, name, kind, mapped, count)
select $2, path, under, step, name, kind, mapped, count from ops.shape where snapshot_id = $1
