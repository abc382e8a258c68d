-- cli_reject_snapshots: those with anything to say.  $1 run, $2 extract, $3 business date, each or null; $4 all, not
-- only the newest of each extract.
with asked as (
	select s.snapshot_id, s.extract, s.business_date, s.state, s.rejected, row_number() over (partition by s.extract
		order by s.snapshot_id desc) as age
	from ops.snapshot s
	where ($1::bigint is null or s.run_id = $1::bigint) and ($2::text is null or s.extract = $2)
		and ($3::date is null or s.business_date = $3::date)
)
select snapshot_id, extract, business_date, state, rejected,
	(select count(*) from ops.reject r where r.snapshot_id = a.snapshot_id and ($4::boolean or r.resolved_by is null))
from asked a
where ($4::boolean or age = 1)
	and (exists (select from ops.reject r where r.snapshot_id = a.snapshot_id)
		or exists (select from ops.reject_count c where c.snapshot_id = a.snapshot_id)
		or exists (select from ops.unknown_value u where u.snapshot_id = a.snapshot_id))
order by business_date, extract collate "C", snapshot_id
