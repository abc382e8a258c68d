-- $1 run.  What ends soon, the next first; what did not say when, last.
select system, what, expires_on
from ops.expiry
where run_id = $1
order by expires_on nulls last, system collate "C", what collate "C"
