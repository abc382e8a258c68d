-- stage_snapshot_number
update ops.dataset set last_snapshot = $2 where dataset = $1
