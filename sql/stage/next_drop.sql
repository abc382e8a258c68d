-- stage_next_drop
drop table :"next"
