-- reconcile_match_compared: $1 rule run: lines of the first list that have one of the second.
select coalesce(sum(first_lines), 0) from recon.match_total where rule_run_id = $1
