-- stage_rollback_ended: versions that the snapshot ended live again.
insert into :"live" (:columns)
select :columns from :"history" where seen_until = $1
