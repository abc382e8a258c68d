-- run_same_bytes: $1 extract, $2 content, $3 business date: the latest earlier date for which the same bytes were
-- landed and staged, unless they were staged for this date too.
select max(l.business_date)
from ops.landing l
where l.extract = $1 and l.content = $2 and l.business_date <= $3::date
	and exists (select from ops.snapshot s where s.landing_id = l.landing_id and s.state in ('live', 'aside'))
having max(l.business_date) < $3::date
