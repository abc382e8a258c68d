-- What the pipeline remembers: runs, landings, datasets and their snapshots, rejects.

set local role counterfoil_owner;

-- One execution of a job for one business date.  ops.step holds every change of state; this row holds the last.
create table ops.run (
	run_id        bigint generated always as identity primary key,
	job           text not null,
	business_date date not null,
	attempt       integer not null,
	state         text not null check (state in ('running', 'done', 'failed', 'cancelled', 'killed')),
	started_at    timestamptz not null,
	ended_at      timestamptz,
	exit_code     integer,
	error         text,
	engine        text not null,
	config_digest bytea not null,
	host          text not null,
	pid           integer not null,
	cancel        boolean not null default false,
	report        text,
	unique (job, business_date, attempt)
);

create table ops.step (
	run_id   bigint not null references ops.run,
	step_no  integer not null,
	at       timestamptz not null,
	kind     text not null,               -- extract, stage, reconcile, report, run
	name     text not null,
	state    text not null,               -- begun, done, failed, incomplete, not due, held, skipped
	exit_code integer not null default 0,
	detail   text,
	primary key (run_id, step_no)
);

-- The bytes of one extract as received; the files lie under landings/, sealed by the digest of their manifest.
create table ops.landing (
	landing_id    integer generated always as identity primary key,
	extract       text not null,
	run_id        bigint not null references ops.run,
	business_date date not null,
	landed_at     timestamptz not null,
	manifest      text not null,
	seal          bytea not null,
	content       bytea not null,          -- equal bytes, equal digest
	bytes         bigint not null,
	as_of         timestamptz,             -- null until reading finds it
	as_of_source  text not null,
	proof         text not null,
	missing_parts text[] not null default '{}',
	erasure       boolean not null default false
);
create index on ops.landing (extract, business_date);
create index on ops.landing (extract, content);

create table ops.landing_part (
	landing_id integer not null references ops.landing,
	part_no    integer not null,
	name       text not null,
	part       text not null default '',
	bytes      bigint not null,
	digest     bytea not null,
	changed    timestamptz,
	primary key (landing_id, part_no)
);

-- What one system says of one entity.  Snapshots are numbered as they commit.
create table ops.dataset (
	dataset       text primary key,        -- shop_pl.order
	system        text not null,
	entity        text not null,
	live          text not null,           -- stage.shop_pl_order
	last_snapshot integer not null default 0
);

-- The extracts that feed a dataset, by the number that its rows carry.
create table ops.source (
	dataset text not null references ops.dataset,
	source  smallint not null,
	extract text not null unique,
	primary key (dataset, source)
);

create table ops.snapshot (
	snapshot_id   bigint generated always as identity primary key,
	dataset       text not null references ops.dataset,
	snapshot_no   integer,                 -- null while held or refused: nothing was staged
	extract       text not null,
	source        smallint not null,
	landing_id    integer not null references ops.landing,
	run_id        bigint not null references ops.run,
	business_date date not null,
	as_of         timestamptz not null,
	as_of_source  text not null,
	state         text not null check (state in ('live', 'aside', 'held', 'refused', 'rolled back')),
	cause         text not null check (cause in ('source', 'map')),
	mode          text not null,
	scope         jsonb not null,
	reader_digest    bytea not null,
	map_digest       bytea not null,
	entity_digest    bytea not null,
	crosswalk_digest bytea not null,
	read bigint not null, staged bigint not null, rejected bigint not null, filtered bigint not null,
	repeated bigint not null, duplicate bigint not null, stale bigint not null, keyless bigint not null,
	inserted bigint not null, updated bigint not null, deleted bigint not null, unchanged bigint not null,
	unconfirmed bigint not null,
	totals        jsonb not null default '[]',   -- control totals: [{"field","currency","sum","count"}]
	note          text,                          -- why it is held, refused, released
	committed_at  timestamptz not null,
	unique (dataset, snapshot_no),
	check (read = staged + rejected + filtered + repeated + duplicate + stale)
);
create index on ops.snapshot (extract, business_date);

-- Records that could not be mapped, whole: the first 10 000 of a snapshot.  The rest is counted below.
create table ops.reject (
	snapshot_id bigint not null references ops.snapshot,
	reject_no   integer not null,
	part        integer not null,
	member      text not null,
	record      bigint not null,
	line        bigint not null,
	key         text[],                    -- null if it could not be read
	key_hash    uuid,
	faults      jsonb not null,            -- [{"field","value","reason"}]
	text        text not null,
	resolved_by bigint references ops.snapshot,
	primary key (snapshot_id, reject_no)
);

create table ops.reject_count (
	snapshot_id bigint not null references ops.snapshot,
	field       text not null,
	reason      text not null,
	warning     boolean not null default false,
	count       bigint not null,
	primary key (snapshot_id, field, reason, warning)
);

-- Values that a crosswalk did not know.
create table ops.unknown_value (
	snapshot_id bigint not null references ops.snapshot,
	field       text not null,
	value       text not null,
	count       bigint not null,
	primary key (snapshot_id, field, value)
);

create table ops.cursor (
	extract     text primary key,
	value       text not null,
	snapshot_id bigint not null references ops.snapshot
);

-- The number of a field stands in the row hashes, so it never changes; a field that was dropped keeps its number.
create table stage.field (
	dataset text not null references ops.dataset,
	name    text not null,
	number  integer not null,
	type    text not null,
	primary key (dataset, name),
	unique (dataset, number)
);

grant select on all tables in schema ops, stage to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on ops.run, ops.step, ops.landing, ops.landing_part, ops.dataset, ops.source, ops.snapshot,
	ops.reject, ops.reject_count, ops.unknown_value, ops.cursor, stage.field to counterfoil_etl;
