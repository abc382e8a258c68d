-- cli_match_decide: $1 rule, $2 what, $3 actor, $4 note.
insert into recon.match_decision (rule_id, what, actor, note, at) values ($1, $2, $3, $4, now())
returning decision_id
