-- $1 snapshot.  Values that a crosswalk did not know, the most frequent first.
select field, value, count
from ops.unknown_value
where snapshot_id = $1
order by count desc, field collate "C", value collate "C"
limit 20
