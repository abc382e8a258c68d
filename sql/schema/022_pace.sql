-- How much is used up of the limits that a system sets to whoever asks it, so that all processes that use one account
-- keep them together.  Numbers alone, that etl/net/quota.c reads; losing a row costs nothing but a limit that is
-- counted from its beginning.
set local role counterfoil_owner;

-- A call is taken by whoever changes the version that it has seen, so that no lock is held for longer than a statement.
create table ops.pacer (
	account text primary key,
	version bigint not null default 0
) with (fillfactor = 50);

create table ops.pace (
	account text not null,
	name    text not null,         -- for whom, the kind, its number: 'account sliding 1', 'op shop_de.orders bucket 1'
	state   bigint[] not null,
	primary key (account, name)
) with (fillfactor = 50);

grant select on ops.pacer, ops.pace to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update on ops.pacer, ops.pace to counterfoil_etl;
