-- stage_segment_inherit
alter table :"live" inherit :"history"
