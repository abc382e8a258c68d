-- cli_match_decide_match: $1 decision, $2 rule run, $3 number of the match.
insert into recon.match_decision_line (decision_id, list, key_hash, key)
select $1, list, key_hash, key from recon.match_line where rule_run_id = $2 and match_no = $3
