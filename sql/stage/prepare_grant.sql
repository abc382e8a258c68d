-- stage_prepare_grant: finance reads all.
grant select on :"table" to counterfoil_finance
