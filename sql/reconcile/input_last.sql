-- reconcile_input_last: $1 extract, $2 business date of its content. The number of the newest snapshot of an earlier
-- date (0: there is none), and whether nothing was staged after it.
select coalesce(max(snapshot_no) filter (where business_date < $2), 0),
	coalesce(max(snapshot_no) filter (where business_date < $2) = max(snapshot_no), false)
from ops.snapshot
where extract = $1 and state = 'live'
