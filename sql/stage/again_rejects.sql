-- stage_again_rejects: they are as they were.
insert into ops.reject (snapshot_id, reject_no, part, member, record, line, key, key_plain, key_hash, faults, text)
select $2, reject_no, part, member, record, line, key, key_plain, key_hash, faults, text
from ops.reject where snapshot_id = $1
