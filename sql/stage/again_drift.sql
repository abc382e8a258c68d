-- stage_again_drift: what was let in yesterday is known today.
insert into ops.drift (snapshot_id, drift, path, word, what, example, count, part, member, record, line)
select $2, drift, path, word, what, example, count, part, member, record, line
from ops.drift
where snapshot_id = $1 and (word = 'reject' or drift = 'new_value')
