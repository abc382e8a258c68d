-- reconcile_match_list: $1 rule run, $2 list, $3 its name, $4 names of its key's parts.
insert into recon.match_list (rule_run_id, list, name, key_names) values ($1, $2, $3, $4)
