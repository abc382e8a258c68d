-- stage_prepare_grant_plain: auditors read what is not personal.
grant select (:plain) on :"table" to counterfoil_auditor
