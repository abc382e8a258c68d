-- stage_sequence_record: $1 snapshot.
insert into ops.sequence (snapshot_id, series, first, last, numbers, missing, gaps)
select $1, series, first, last, numbers, missing, gaps
from pg_temp.stage_sequence
