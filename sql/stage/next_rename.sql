-- stage_next_rename
alter table :"next" rename to :"live_name"
