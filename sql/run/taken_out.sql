-- run_taken_out: $1 extract, $2 date, $3 content: the newest snapshot of these bytes that was rolled back, and why.
select s.snapshot_id, coalesce(substring(s.note from 'rolled back: (.*)'), '')
from ops.snapshot s
join ops.landing l using (landing_id)
where s.extract = $1 and s.business_date = $2::date and l.content = $3 and s.state = 'rolled back'
order by s.snapshot_id desc
limit 1
