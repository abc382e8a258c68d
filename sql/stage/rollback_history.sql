-- stage_rollback_history
delete from :"history" where seen_until = $1
