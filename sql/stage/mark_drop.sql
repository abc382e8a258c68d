-- stage_mark_drop
drop table pg_temp.stage_mark
