-- How much of what a mirror must have by now has arrived there, and how long it took: for each rule run, mirror, currency
-- and channel.  Answers from before it was recorded have no rows.
set local role counterfoil_owner;

create table recon.arrival (
	rule_run_id bigint not null references recon.rule_run,
	side     text not null,         -- the mirror
	currency text not null,
	channel  text not null,
	lag      text not null,         -- what is allowed, as people read it
	due            bigint not null, -- rows of the leading side whose time has passed at the cut
	due_amount     numeric,         -- null where the rule has no value
	arrived        bigint not null,
	arrived_amount numeric,
	late           bigint not null, -- of those that arrived
	late_amount    numeric,
	unknown        bigint not null, -- of those that arrived: by the mirror's first list, and nobody knows when
	median         bigint,          -- seconds until the list in which it was seen first; null if none is known
	most           bigint,          -- of 95 in 100
	primary key (rule_run_id, side, currency, channel)
);

grant select on recon.arrival to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on recon.arrival to counterfoil_etl;
