-- reconcile_chain_hop: $1 rule run, $2 hop, $3 the one before, $4 name, $5 title, $6 whether it need not come,
-- $7 the answer of a match rule by which it is reached, or null.
insert into recon.hop (rule_run_id, hop_no, after_no, name, title, optional, matched_by)
values ($1, $2, $3, $4, $5, $6, $7)
