-- reconcile_cause_drop: $1 signature. Each discrepancy is in one group at most.
delete from cause where discrepancy_id in (select discrepancy_id from cause where signature = $1)
