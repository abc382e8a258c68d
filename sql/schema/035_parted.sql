-- Since when the two sides of a sum differ: the first night since they last agreed, and that one.
set local role counterfoil_owner;

create table recon.parted (
	rule_run_id    bigint not null references recon.rule_run,
	discrepancy_id bytea not null references recon.discrepancy,
	parted_on date not null,
	agreed_on date,                 -- null: they were never seen to agree
	primary key (rule_run_id, discrepancy_id)
);

grant select on recon.parted to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on recon.parted to counterfoil_etl;
