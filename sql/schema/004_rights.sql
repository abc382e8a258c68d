-- Who may do what (roles: 001).  Every table is named, so that a new one is closed until its rights are decided.

-- The pipeline writes what it finds; what people decided it only reads.
grant select, insert, update, delete on
	ops.run, ops.step, ops.landing, ops.landing_part, ops.dataset, ops.source, ops.snapshot, ops.reject,
	ops.reject_count, ops.unknown_value, ops.cursor, stage.field
	to counterfoil_etl;
grant select, insert, update, delete on
	recon.rule, recon.rule_run, recon.input, recon.discrepancy, recon.observation, recon.evidence, recon.cleared,
	recon.balance, recon.cause_group, recon.tolerance_use, recon.match
	to counterfoil_etl;
grant select on recon.decision, recon.signoff to counterfoil_etl;

-- Finance reads all, and adds decisions and signatures: a change of mind is another decision.
grant select on all tables in schema ops, recon to counterfoil_finance;
grant select on stage.field to counterfoil_finance;
grant insert on recon.decision, recon.signoff to counterfoil_finance;

-- An auditor reads, but not the records themselves, in which personal fields stand unmasked.  What may be read of a
-- staged table is granted where the table is made, column by column.
grant select on
	ops.run, ops.step, ops.landing, ops.landing_part, ops.dataset, ops.source, ops.snapshot, ops.reject_count,
	ops.cursor, stage.field,
	recon.rule, recon.rule_run, recon.input, recon.discrepancy, recon.observation, recon.cleared, recon.balance,
	recon.cause_group, recon.tolerance_use, recon.match, recon.decision, recon.signoff
	to counterfoil_auditor;
grant select (snapshot_id, reject_no, part, member, record, line, key_hash, resolved_by) on ops.reject
	to counterfoil_auditor;
grant select (digest) on recon.evidence to counterfoil_auditor;

grant execute on all functions in schema recon to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
