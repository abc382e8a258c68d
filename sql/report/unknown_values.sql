-- $1 snapshot.  Values that a crosswalk did not know, the most frequent first; last, without field and value, how often
-- others came.
with ranked as (
	select field, value, count, row_number() over (order by count desc, field collate "C", value collate "C") as rank
	from ops.unknown_value
	where snapshot_id = $1
), more as (
	select unknown_more + coalesce((select sum(count) from ranked where rank > 20), 0) as count
	from ops.snapshot
	where snapshot_id = $1
)
select field, value, count from (
	select field, value, count, rank from ranked where rank <= 20
	union all
	select null, null, count, 21 from more where count > 0
) u
order by rank
