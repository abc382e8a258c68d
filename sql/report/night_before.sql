-- $1 run.  The last date before it for which the job had been carried out.
select max(o.business_date)
from ops.run r
join ops.run o on o.job = r.job and o.run_id < r.run_id and o.business_date < r.business_date and o.state = 'done'
where r.run_id = $1
