-- How the whole and the parts of a sum rule stand to each other: each key and currency in one line, so that the lines
-- add up to the totals of the terms.  Answers from before it was recorded have no lines.
set local role counterfoil_owner;

create table recon.standing (
	rule_run_id bigint not null references recon.rule_run,
	line     text not null,
	currency text not null,
	count    bigint not null,       -- keys
	whole    numeric not null,
	parts    numeric not null,
	primary key (rule_run_id, line, currency)
);

grant select on recon.standing to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on recon.standing to counterfoil_etl;
