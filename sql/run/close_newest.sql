-- run_close_newest: $1 extract, $2 the last day of a month if it is to be read as it was then, else null. The date of
-- the newest content that was staged; and what came after it and was held or refused: which it is, why, and by which
-- run.
select n.business_date, l.state, l.note, l.run_id
from (
	select max(snapshot_id) as snapshot_id from ops.snapshot
	where extract = $1 and state = 'live' and ($2::date is null or business_date = $2::date)
) k
left join ops.snapshot n using (snapshot_id)
left join lateral (
	select s.state, s.note, s.run_id from ops.snapshot s
	where s.extract = $1 and s.state in ('held', 'refused') and s.snapshot_id > coalesce(k.snapshot_id, 0)
		and ($2::date is null or s.business_date = $2::date)
	order by s.snapshot_id desc
	limit 1
) l on true
