-- cli_unknown_values: that a crosswalk did not know; last, without field and value, how often others came.
-- $1 snapshot.
select field, value, count
from (
	select field, value, count from ops.unknown_value where snapshot_id = $1
	union all
	select null, null, unknown_more from ops.snapshot where snapshot_id = $1 and unknown_more > 0
) u
order by field is null, count desc, field collate "C", value collate "C"
