-- stage_rollback_resolved: rejects that it had resolved are open again.
update ops.reject set resolved_by = null where resolved_by = $1
