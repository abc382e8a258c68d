-- $1 snapshot.
select field, reason, warning, count
from ops.reject_count
where snapshot_id = $1
order by warning, count desc, field collate "C", reason collate "C"
