-- stage_rollback_cursor: the extract is read from its beginning again.
delete from ops.cursor where snapshot_id = $1
