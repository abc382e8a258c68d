-- A key whose amounts a grouped side would have to add in several currencies cannot be compared, though it can be read.
set local role counterfoil_owner;

create or replace function recon.cause(state "char") returns text
	language sql immutable parallel safe
	return case state when 'r' then 'unreadable' when 'c' then 'currencies' when 'u' then 'unconfirmed' when 't' then 'twice'
		when 'f' then 'filtered' when 'x' then 'input' end;

alter table recon.not_comparable drop constraint not_comparable_cause_check;
alter table recon.not_comparable add constraint not_comparable_cause_check
	check (cause in ('unreadable', 'currencies', 'unconfirmed', 'twice', 'filtered', 'input'));
