-- db_audit_append: one entry at the end of the chain.
select ops.audit_append($1, $2, $3)
