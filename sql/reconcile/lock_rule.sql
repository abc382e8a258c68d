-- reconcile_lock_rule: $1 rule. Two runs of one rule exclude each other until the end of the transaction.
select pg_advisory_xact_lock(hashtextextended('recon.rule ' || $1, 0))
