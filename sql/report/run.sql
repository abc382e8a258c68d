-- $1 run.  Last, the date before it for which the job had been carried out.
select r.job, r.business_date, r.attempt, r.started_at, r.engine, encode(r.config_digest, 'hex'), (
	select max(o.business_date)
	from ops.run o
	where o.job = r.job and o.run_id < r.run_id and o.business_date < r.business_date and o.state = 'done')
from ops.run r
where r.run_id = $1
