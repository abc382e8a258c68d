-- stage_rollback_lock: no snapshot of the dataset meanwhile.
select last_snapshot
from ops.dataset
where dataset = (select dataset from ops.snapshot where snapshot_id = $1)
for update
