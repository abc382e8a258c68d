-- Crosswalks as runs have found them: a run that finds other pairs under a name keeps them as its next version.
set local role counterfoil_owner;

create table ops.crosswalk_version (
	crosswalk text not null,
	system    text not null,               -- empty: for all systems that have none of their own
	version   integer not null,
	pairs     jsonb not null,              -- {"theirs": "ours"}
	run_id    bigint not null references ops.run,
	primary key (crosswalk, system, version)
);

grant select on ops.crosswalk_version to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert on ops.crosswalk_version to counterfoil_etl;
