-- stage_segment_drop
drop table :"segment"
