-- stage_rollback_retracted: what the database has retracted with the snapshot.
select ops.retracted($1)
