-- $1 rule run.
select reason, coalesce(cause, ''), side, currency, count, amount
from recon.not_comparable
where rule_run_id = $1
order by count desc, reason collate "C", side collate "C", currency collate "C"
