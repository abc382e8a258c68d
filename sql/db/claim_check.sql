-- db_claim_check: the last statement of a load; nobody can take the claim over until it has committed.
select fence from ops.fence where name = $1 for update
