-- db_claim_renew: a run lives; what another has taken over is no longer among its leases.
update ops.lease set until = clock_timestamp() + interval '90 seconds' where run_id = $1
