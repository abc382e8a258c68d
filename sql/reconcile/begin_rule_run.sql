-- reconcile_begin_rule_run:
insert into recon.rule_run (run_id, rule_id, digest, business_date, cut, verdict, state, previous, reported, compared,
	agreed, too_young, opening, decided_at)
values ($1, $2, $3, $4, $5, 'agreed', $6, $7, $8, 0, 0, 0, 0, $9)
returning rule_run_id
