-- What a run found to end soon: keys, certificates, versions of APIs.
set local role counterfoil_owner;

create table ops.expiry (
	run_id     bigint not null references ops.run,
	system     text not null,
	what       text not null,
	expires_on date,                       -- the last day; null: it was not said when
	primary key (run_id, system, what)
);

grant select on ops.expiry to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert on ops.expiry to counterfoil_etl;
