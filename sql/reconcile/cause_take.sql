-- reconcile_cause_take: $1 rule run, $2 group, $3 signature.
update recon.observation set group_no = $2::integer
where rule_run_id = $1 and discrepancy_id in (select discrepancy_id from cause where signature = $3)
