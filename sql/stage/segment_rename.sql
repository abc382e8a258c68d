-- stage_segment_rename
alter table :"live" rename to :"segment"
