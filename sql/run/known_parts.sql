-- run_known_parts: $1 extract, $2 business date: by part and bytes the latest earlier date for which they were landed
-- and staged, but for those that were staged for this date too.
select p.part, p.digest, max(l.business_date)
from ops.landing_part p join ops.landing l using (landing_id)
where l.extract = $1 and l.business_date <= $2::date and p.part <> ''
	and exists (select from ops.snapshot s where s.landing_id = l.landing_id and s.state in ('live', 'aside'))
group by p.part, p.digest
having max(l.business_date) < $2::date
