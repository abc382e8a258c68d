-- stage_rollback_opened: versions that the snapshot opened.
delete from :"live" where seen_from = $1
