-- What the records of an extract consist of, night by night, and what departed from the nights before.  An extract whose
-- field map has no contract (drift) has nothing here.
set local role counterfoil_owner;

create table ops.shape (
	snapshot_id bigint not null references ops.snapshot,
	path        text not null,             -- as it would be written in a map
	under       text not null,             -- the path that it hangs under; empty: the record
	step        text not null check (step in ('m', 'a', 'i', 'o')),   -- member, attribute, item of a list, any member
	name        text not null,
	kind        text not null check (kind in ('null', 'boolean', 'number', 'text', 'object', 'list', 'missing')),
	mapped      boolean not null,
	count       bigint not null,           -- of whatever kind
	primary key (snapshot_id, path, kind)
);

create table ops.drift (
	snapshot_id bigint not null references ops.snapshot,
	drift       text not null check (drift in ('new_field', 'missing_field', 'type_change', 'new_value')),
	path        text not null,             -- of new values the field; empty: further ones, that were not kept
	word        text not null check (word in ('accept', 'warn', 'reject', 'fail')),
	what        text not null,
	example     text not null,             -- only its pattern, where it is not known to be nobody's
	count       bigint not null,           -- of records
	part        integer not null,          -- where the first stands
	member      text not null,
	record      bigint not null,
	line        bigint not null,
	primary key (snapshot_id, drift, path)
);

grant select on ops.shape, ops.drift to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert on ops.shape, ops.drift to counterfoil_etl;
