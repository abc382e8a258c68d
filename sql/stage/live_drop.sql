-- stage_live_drop
drop table :"live"
