-- $1 rule run.  What became of the list since the night before, by status and event.
select status, event, count(*)
from recon.observation
where rule_run_id = $1
group by status, event
order by status collate "C", event collate "C"
