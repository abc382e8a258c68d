-- run_same_bytes: $1 extract, $2 content, $3 business date: the latest other date for which the same bytes were
-- landed and staged.
select l.business_date
from ops.landing l
where l.extract = $1 and l.content = $2 and l.business_date <> $3::date
	and exists (select from ops.snapshot s where s.landing_id = l.landing_id and s.state in ('live', 'aside'))
order by l.landing_id desc
limit 1
