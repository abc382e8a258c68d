-- cli_reject_counts: $1 snapshot.  A warning let its record through.
select field, reason, warning, count
from ops.reject_count
where snapshot_id = $1
order by warning, count desc, field collate "C", reason collate "C"
