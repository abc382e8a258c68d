-- An auditor reads, but not records as their sources sent them, in which personal fields stand unmasked: of those the
-- place and the digest are enough to prove them.
revoke select on ops.reject, ops.unknown_value, recon.evidence from counterfoil_auditor;
grant select (snapshot_id, reject_no, part, member, record, line, key_hash, resolved_by) on ops.reject
	to counterfoil_auditor;
grant select (snapshot_id, field, count) on ops.unknown_value to counterfoil_auditor;
grant select (digest) on recon.evidence to counterfoil_auditor;
