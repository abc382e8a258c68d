-- What the kinds of movements come to of which the parts of a sum rule consist. Answers of rules that do not tell them
-- apart, and those from before it was recorded, have none.
set local role counterfoil_owner;

create table recon.line (
	rule_run_id bigint not null references recon.rule_run,
	line_no  integer not null,      -- in the order of the rule; 0: of no declared kind, -1: of what could not be read
	title    text not null,         -- of line 0 the kind
	currency text not null,
	count    bigint not null,       -- movements
	sum      numeric not null,
	primary key (rule_run_id, line_no, title, currency)
);

grant select on recon.line to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on recon.line to counterfoil_etl;
