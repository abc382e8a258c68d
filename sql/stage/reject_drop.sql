-- stage_reject_drop
drop table pg_temp.stage_reject
