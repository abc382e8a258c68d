-- cli_unchecked: $1 rule runs. The keys that could not be checked, by reason: those of an input that is not there are
-- listed nowhere.
select rule_run_id, reason, sum(count)
from recon.not_comparable
where rule_run_id = any ($1::bigint[])
group by rule_run_id, reason
order by sum(count) desc, reason collate "C"
