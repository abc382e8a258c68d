-- reconcile_end_rule_run:
update recon.rule_run set verdict = $2, compared = $3, agreed = $4, too_young = $5, opening = $6, why = $7
where rule_run_id = $1
