-- run_newest_staged: $1 dataset: the newest live snapshot of each extract that feeds it, with its landing.
select distinct on (s.extract) s.extract, s.landing_id, l.manifest, l.seal, s.business_date, l.extract
from ops.snapshot s
join ops.landing l using (landing_id)
where s.dataset = $1 and s.state = 'live'
order by s.extract, s.snapshot_no desc
