-- stage_unknown_more
update ops.snapshot set unknown_more = $2 where snapshot_id = $1
