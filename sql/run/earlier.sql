-- run_earlier: what was landed of an extract for a date, a row a part; a row without a part if nothing was, though runs
-- have asked for it.  $1 extract, $2 date, $3 the first date on which it was not to be read any more.
select p.name, p.bytes, p.changed, p.digest
from (
	select (select max(landing_id) from ops.landing where extract = $1 and business_date = $2::date) as landing_id
) l
left join ops.landing_part p on p.landing_id = l.landing_id
where l.landing_id is not null or exists (
	select from ops.step s
	join ops.run r using (run_id)
	where s.kind = 'extract' and s.name = $1 and r.business_date >= $2::date and r.business_date < $3::date
)
order by p.part_no
