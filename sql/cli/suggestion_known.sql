-- cli_suggestion_known: $1 rule run, $2 number of the suggestion: its rule.
select r.rule_id, r.state
from recon.suggestion s
join recon.rule_run r using (rule_run_id)
where s.rule_run_id = $1 and s.suggestion_no = $2
