-- An answer in which nothing was compared stands in no one's way.

set local role counterfoil_owner;

-- 'overtaken': it compared nothing, and an earlier date was answered after it; its date is open again.
alter table recon.rule_run drop constraint rule_run_state_check;
alter table recon.rule_run add constraint rule_run_state_check
	check (state in ('current', 'replaced', 'retracted', 'trial', 'overtaken'));
