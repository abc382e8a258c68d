-- stage_rollback_rules: what was found on it does not count any more.
update recon.rule_run set state = 'retracted'
where state = 'current' and rule_run_id in (select rule_run_id from recon.input where snapshot_id = $1)
