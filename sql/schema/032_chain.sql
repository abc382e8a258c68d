-- What a chain's money has come to on a night: its hops, and what came to each, went on and stands, by currency and by
-- the days since the hop before was reached.  What came to a hop is what went on from there and what stands before each
-- hop after it.
set local role counterfoil_owner;

create table recon.hop (
	rule_run_id bigint not null references recon.rule_run,
	hop_no   integer not null,      -- 0 is what is followed
	after_no integer not null,      -- the hop before; the first one's own
	name     text not null,
	title    text not null,
	optional boolean not null,
	primary key (rule_run_id, hop_no)
);

create table recon.hop_line (
	rule_run_id bigint not null,
	hop_no   integer not null,
	line     text not null check (line in ('entered', 'reached', 'waiting', 'broken', 'not comparable', 'ends', 'unexpected')),
	days     integer not null,      -- 0, 2, 8 or 31: at least so many; -1 where nothing stands
	currency text not null,
	count    bigint not null,
	amount   numeric not null,      -- entered: as worth here; else as worth in the hop before
	primary key (rule_run_id, hop_no, line, days, currency),
	foreign key (rule_run_id, hop_no) references recon.hop
);

grant select on recon.hop, recon.hop_line to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on recon.hop, recon.hop_line to counterfoil_etl;
