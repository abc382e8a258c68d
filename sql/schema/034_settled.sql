-- What a system changed of its past, row by row, and the numbers that it gives without a gap and of which some are
-- missing.  An extract without `settled` or `sequence` has nothing here.  What is personal is named, and not kept.
set local role counterfoil_owner;

create table ops.restated (
	snapshot_id bigint not null references ops.snapshot,
	number      bigint not null,           -- in the order of happened_at
	change      text not null check (change in ('added', 'changed', 'removed')),
	key         text[] not null,           -- null in place of what is personal
	happened_at timestamptz not null,      -- the earlier of what was said and what is
	fields      jsonb not null,            -- [{"field", "before", "after"}], of a personal one only "field"
	primary key (snapshot_id, number)
);

create table ops.sequence (
	snapshot_id bigint not null references ops.snapshot,
	series      text not null,             -- what stands around the number, # in its place
	first       text not null,
	last        text not null,
	numbers     bigint not null,           -- that are there
	missing     bigint not null,           -- between first and last
	gaps        jsonb not null,            -- the last 100: [{"first", "last", "is_new"}]
	primary key (snapshot_id, series)
);

grant select on ops.restated, ops.sequence to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert on ops.restated, ops.sequence to counterfoil_etl;
