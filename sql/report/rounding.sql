-- $1 rule run.  How much of what is not explained differs by rounding alone.
select count(*)
from recon.observation
where rule_run_id = $1 and status = 'open' and kind = 'rounding'
