-- stage_lacking_drop
drop table pg_temp.stage_lacking
