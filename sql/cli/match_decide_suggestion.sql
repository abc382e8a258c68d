-- cli_match_decide_suggestion: $1 decision, $2 rule run, $3 number of the suggestion.
insert into recon.match_decision_line (decision_id, list, key_hash, key)
select $1::bigint, 0, first_hash, first_key from recon.suggestion where rule_run_id = $2 and suggestion_no = $3
union all
select $1::bigint, 1, second_hash, second_key from recon.suggestion where rule_run_id = $2 and suggestion_no = $3
