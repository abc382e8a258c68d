-- A hop may be reached by what a match rule holds together: by which of its answers.  Of a line that may be one of
-- several it cannot be said that the chain breaks there, nor that it goes on.
set local role counterfoil_owner;

alter table recon.hop add matched_by bigint references recon.rule_run;

alter table recon.not_comparable drop constraint not_comparable_cause_check;
alter table recon.not_comparable add constraint not_comparable_cause_check check (cause in ('unreadable', 'currencies',
	'unconfirmed', 'twice', 'filtered', 'input', 'untracked', 'movements', 'matches'));

-- By their hashes, which staging shows them, auditors may follow a chain through matches.
grant select (first_hash, second_hash) on recon.match to counterfoil_auditor;
grant select (rule_run_id, match_no, list, key_hash) on recon.match_line to counterfoil_auditor;
