-- run_close_newest: $1 extract, $2 the last day of a month if it is to be read as it was then, else null. The date of
-- the newest content that was staged; and how the last reading of it, or of later content, ended if something stood in
-- its way: which it is, why, and in which run. What is held or refused has a snapshot; what failed or did not come has
-- none.
select n.business_date, coalesce(l.state, t.state), coalesce(l.note, t.detail), coalesce(l.run_id, t.run_id)
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
left join lateral (
	select * from (
		select s.state, s.detail, s.run_id from ops.step s
		join ops.run r using (run_id)
		where s.kind = 'extract' and s.name = $1 and s.run_id > coalesce(n.run_id, 0)
			and case when $2::date is null then n.business_date is null or r.business_date >= n.business_date
				else r.business_date = $2::date end
		order by s.run_id desc, s.step_no desc
		limit 1
	) u
	where u.state in ('late', 'stale', 'failed')
) t on true
