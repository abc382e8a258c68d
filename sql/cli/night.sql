-- cli_night: which snapshot of each extract speaks for a date, as far as it was known then.  $1 dataset, $2 run or
-- null: what was known at its end, for its date; $3 date.
select distinct on (s.extract) s.snapshot_id, s.extract, s.business_date
from ops.snapshot s
left join ops.run r on r.run_id = $2::bigint
where s.dataset = $1 and s.state in ('live', 'aside')
	and ($2::bigint is null or s.run_id <= $2::bigint) and s.business_date <= coalesce($3::date, r.business_date)
order by s.extract, s.business_date desc, s.snapshot_id desc
