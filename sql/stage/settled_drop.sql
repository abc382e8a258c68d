-- stage_settled_drop
drop table pg_temp.stage_settled
