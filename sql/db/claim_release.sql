-- db_claim_release: a run gives back all that it holds.
delete from ops.lease where run_id = $1
