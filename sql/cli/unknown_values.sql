-- cli_unknown_values: that a crosswalk did not know.  $1 snapshot.
select field, value, count
from ops.unknown_value
where snapshot_id = $1
order by count desc, field collate "C", value collate "C"
