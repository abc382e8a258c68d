-- stage_fresh_drop
drop table pg_temp.stage_fresh
