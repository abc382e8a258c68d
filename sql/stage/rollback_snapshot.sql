-- stage_rollback_snapshot
update ops.snapshot
set state = 'rolled back', note = concat_ws('; ', note, 'rolled back: ' || $2)
where snapshot_id = $1
