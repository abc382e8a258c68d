-- $1 run.
select job, business_date, attempt, started_at, engine, encode(config_digest, 'hex')
from ops.run
where run_id = $1
