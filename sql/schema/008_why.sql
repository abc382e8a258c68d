-- Why a key could not be compared, as a word beside the sentence, and why a rule's answer is not whole.

set local role counterfoil_owner;

-- What a row's state, of staging or of a rule's view, keeps from being compared; null where it can be.
create function recon.cause(state "char") returns text
	language sql immutable parallel safe
	return case state when 'r' then 'unreadable' when 'u' then 'unconfirmed' when 't' then 'twice' when 'f' then 'filtered'
		when 'x' then 'input' end;
grant execute on function recon.cause("char") to counterfoil_etl, counterfoil_finance, counterfoil_auditor;

-- Null in answers from before it was recorded.
alter table recon.not_comparable add column cause text
	check (cause in ('unreadable', 'unconfirmed', 'twice', 'filtered', 'input'));

alter table recon.rule_run add column why text;
