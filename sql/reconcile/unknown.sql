-- reconcile_unknown: $1 rule run. Why keys could not be compared although all inputs are there, and how many.
select reason, sum(count)
from recon.not_comparable
where rule_run_id = $1 and cause in ('unreadable', 'unconfirmed', 'currencies', 'movements', 'matches')
group by reason
order by sum(count) desc, reason collate "C"
