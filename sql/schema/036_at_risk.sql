-- Stock at risk: what a shop may sell that is not there, and what lies and does not move, in units and at cost.
set local role counterfoil_owner;

create table recon.at_risk (
	rule_run_id bigint not null references recon.rule_run,
	kind     text not null check (kind in ('oversell', 'dead')),
	currency text not null,         -- of the money; empty where nothing says what they cost
	count    bigint not null,       -- keys
	units    numeric not null,
	money    numeric,
	primary key (rule_run_id, kind, currency)
);

grant select on recon.at_risk to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on recon.at_risk to counterfoil_etl;
