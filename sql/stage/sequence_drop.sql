-- stage_sequence_drop
drop table pg_temp.stage_sequence
