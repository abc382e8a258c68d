-- stage_rollback_duplicate
delete from :"duplicate" where snapshot_no = $1
