-- stage_reject_record
insert into ops.reject (snapshot_id, reject_no, part, member, record, line, key, key_plain, key_hash, faults, text)
select $1, reject_no, part, member, record, line, key::text[], key_plain::text[], key_hash, faults, text
from pg_temp.stage_reject
