-- reconcile_replace: $1 rule, $2 business date.
update recon.rule_run set state = 'replaced' where rule_id = $1 and business_date = $2::date and state = 'current'
