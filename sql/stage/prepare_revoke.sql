-- stage_prepare_revoke: what auditors may read no more.
revoke select (:personal) on :"table" from counterfoil_auditor
