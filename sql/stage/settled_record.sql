-- stage_settled_record: $1 snapshot.
insert into ops.restated (snapshot_id, number, change, key, happened_at, fields)
select $1, row_number() over (order by happened_at, key collate "C"), change, key, happened_at, fields
from pg_temp.stage_settled
