-- cli_trace_rows: every version of the keys $1, and where it came from.  $2 dataset, $3 business date or null.
-- No field is called as a column with a blank in its name.
select key_hash, "of extract", state::text, company, channel, seen_from, seen_until, "from date", "until date",
	"for cause", "by run", "in file", record, "said twice", :cells
from (
	select v.*, e.extract as "of extract", f.business_date as "from date", u.business_date as "until date",
		f.cause as "for cause", f.run_id as "by run", p.name as "in file"
	from (
		select :columns, null::integer as seen_until, false as "said twice" from :"live"
		where key_hash = any ($1::uuid[])
		union all
		select :columns, seen_until, false from :"history" where key_hash = any ($1::uuid[])
		union all
		select :columns, null, true from :"duplicate" where key_hash = any ($1::uuid[])
	) v
	left join ops.source e on e.dataset = $2 and e.source = v.source
	left join ops.snapshot f on f.dataset = $2 and f.snapshot_no = v.seen_from
	left join ops.snapshot u on u.dataset = $2 and u.snapshot_no = v.seen_until
	left join ops.landing_part p on p.landing_id = v.landing and p.part_no = v.part
	where $3::date is null or f.business_date <= $3::date
) r
order by :order, key_hash, source, "said twice", seen_from
