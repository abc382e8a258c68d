-- reconcile_chain_hop: $1 rule run, $2 hop, $3 the one before, $4 name, $5 title, $6 whether it need not come.
insert into recon.hop (rule_run_id, hop_no, after_no, name, title, optional) values ($1, $2, $3, $4, $5, $6)
