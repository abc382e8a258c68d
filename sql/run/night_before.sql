-- $1 job, $2 run, $3 business date.  The last date before it for which the job had been carried out.
select max(business_date)
from ops.run
where job = $1 and run_id < $2 and business_date < $3 and state = 'done'
