-- Rules, what they found on each night, and what people decide.

set local role counterfoil_owner;

-- The text of a rule as it was in force, by digest.
create table recon.rule (
	rule_id     text not null,
	digest      bytea not null,
	name        text not null,
	kind        text not null,
	text        text not null,
	recorded_at timestamptz not null,
	primary key (rule_id, digest)
);

-- The answer of one rule for one business date.  'current' counts; a rerun of the date makes it 'replaced', a rolled
-- back snapshot 'retracted'; a 'trial' is a run of an earlier date while later ones stand.
create table recon.rule_run (
	rule_run_id   bigint generated always as identity primary key,
	run_id        bigint not null references ops.run,
	rule_id       text not null,
	digest        bytea not null,
	business_date date not null,
	cut           timestamptz,
	verdict       text not null check (verdict in ('incomplete', 'discrepancies', 'warnings', 'pending', 'agreed')),
	state         text not null check (state in ('current', 'replaced', 'retracted', 'trial')),
	previous      bigint references recon.rule_run,    -- the current run of the latest earlier date
	reported      bigint references recon.rule_run,    -- the run whose balance this one continues
	compared      bigint not null,                     -- keys
	agreed        bigint not null,
	too_young     bigint not null,                     -- rows younger than the cut
	opening       bigint not null,                     -- rows before `since`
	decided_at    timestamptz not null,
	foreign key (rule_id, digest) references recon.rule
);
create index on recon.rule_run (rule_id, business_date);

-- What the rule run was made from, by side and extract.
create table recon.input (
	rule_run_id bigint not null references recon.rule_run,
	side        text not null,
	extract     text not null,
	snapshot_id bigint references ops.snapshot,
	status      text not null,     -- fresh, stale, late, failed, held, refused, partial, not due
	proven      boolean not null,
	reason      text,
	primary key (rule_run_id, side, extract)
);

create table recon.discrepancy (
	discrepancy_id bytea primary key,
	case_id   bytea not null,
	rule_id   text not null,
	key       text[] not null,
	key_names text[] not null,
	key_hash  uuid not null,       -- to join with staged rows; not evidence
	kind      text not null,
	field     text not null,       -- '' unless kind is different
	side      text not null,
	currency  text not null        -- '' if none
);
create index on recon.discrepancy (rule_id, key);

-- Every night's whole list: what is open, waiting, warned of, or could not be compared.
create table recon.observation (
	rule_run_id    bigint not null references recon.rule_run,
	discrepancy_id bytea not null references recon.discrepancy,
	status      text not null check (status in ('open', 'pending', 'warning', 'not comparable')),
	event       text not null check (event in ('opened', 'continued', 'changed', 'reopened', 'lapsed', 'carried', 'none')),
	amount      numeric,            -- mirror − truth
	value       numeric,            -- what is at stake
	truth_side  text not null,
	truth_value text,
	mirror_value text,
	company     text,
	channel     text,
	happened_at timestamptz,        -- the event's own time
	due_at      timestamptz,        -- pending: when it becomes a discrepancy
	opened_on   date,               -- of this unbroken life
	first_on    date,               -- ever
	case_opened_on date,
	reason      text,               -- not comparable: why
	kind        text not null,
	ratio       numeric,
	alike       text[],
	group_no    integer,
	truth_snapshot  bigint, truth_landing integer, truth_part integer, truth_record bigint,
	truth_offset bigint, truth_length integer,
	mirror_snapshot bigint, mirror_landing integer, mirror_part integer, mirror_record bigint,
	mirror_offset bigint, mirror_length integer,
	truth_text  bytea,              -- digest of recon.evidence
	mirror_text bytea,
	primary key (rule_run_id, discrepancy_id)
);
create index on recon.observation (discrepancy_id);

-- Records as the sources sent them, copied so that retention never removes a discrepancy's evidence.
create table recon.evidence (
	digest bytea primary key,
	text   text not null
);

-- What was open on the night before and is no more.
create table recon.cleared (
	rule_run_id    bigint not null references recon.rule_run,
	discrepancy_id bytea not null references recon.discrepancy,
	amount   numeric,
	opened_on date not null,
	primary key (rule_run_id, discrepancy_id)
);

-- open = before + opened + reopened + lapsed ± changed − cleared − accepted − written off − retracted, by currency.
create table recon.balance (
	rule_run_id bigint not null references recon.rule_run,
	currency    text not null,      -- '' holds what has no amount
	line        text not null,
	number      bigint not null,
	amount      numeric not null,
	primary key (rule_run_id, currency, line)
);

create table recon.cause_group (
	rule_run_id bigint not null references recon.rule_run,
	group_no    integer not null,
	title       text not null,
	signature   text not null,
	currency    text not null,
	count       bigint not null,
	gross       numeric not null,
	net         numeric not null,
	primary key (rule_run_id, group_no, currency)
);

create table recon.tolerance_use (
	rule_run_id bigint not null references recon.rule_run,
	field    text not null,
	currency text not null,
	count    bigint not null,
	sum      numeric not null,      -- of |difference|
	budget   numeric,
	primary key (rule_run_id, field, currency)
);

-- Keys that could not be compared, by reason and side; single ones stand in recon.observation as well.
create table recon.not_comparable (
	rule_run_id bigint not null references recon.rule_run,
	reason   text not null,
	side     text not null,
	currency text not null,
	count    bigint not null,
	amount   numeric not null,
	primary key (rule_run_id, reason, side, currency)
);

-- The terms of a sum rule, in total: what a whole is explained by.
create table recon.term (
	rule_run_id bigint not null references recon.rule_run,
	term_no  integer not null,      -- 0 is the whole
	title    text not null,
	currency text not null,
	count    bigint not null,
	sum      numeric not null,
	primary key (rule_run_id, term_no, currency)
);

create table recon.match (
	rule_run_id bigint not null references recon.rule_run,
	match_no    bigint not null,
	stage       text not null,
	alternatives integer not null,
	primary key (rule_run_id, match_no)
);

create table recon.decision (
	decision_id    bigint generated always as identity primary key,
	discrepancy_id bytea not null references recon.discrepancy,
	what     text not null check (what in ('assigned', 'noted', 'accepted', 'written off', 'withdrawn')),
	amount   numeric,
	until    date,
	actor    text not null,
	note     text not null,
	at       timestamptz not null
);

create table recon.signoff (
	signoff_id  bigint generated always as identity primary key,
	rule_run_id bigint not null references recon.rule_run,
	role   text not null check (role in ('preparer', 'reviewer')),
	actor  text not null,
	note   text not null,
	at     timestamptz not null,
	unique (rule_run_id, role)
);

-- A length before each part, so that ('a|b', 'c') and ('a', 'b|c') are not the same.
create function recon.packed(parts text[]) returns text
	language sql immutable parallel safe
	return (select coalesce(string_agg(octet_length(coalesce(p, '')) || ':' || coalesce(p, ''), '' order by n), '')
		from unnest(parts) with ordinality as u(p, n));

-- The identity that lasts from night to night: SHA-256 over rule, key, compared field or kind, side and currency.
create function recon.identity(rule text, key text[], what text, side text, currency text) returns bytea
	language sql immutable parallel safe
	return sha256(convert_to(recon.packed(array[rule] || key || array[what, side, coalesce(currency, '')]), 'UTF8'));

create function recon.case_identity(rule text, key text[]) returns bytea
	language sql immutable parallel safe
	return sha256(convert_to(recon.packed(array[rule] || key), 'UTF8'));

grant select on all tables in schema recon to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant execute on all functions in schema recon to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
-- Staging and discrepancies are written by the pipeline, decisions by people.
grant insert, update, delete on recon.rule, recon.rule_run, recon.input, recon.discrepancy, recon.observation,
	recon.evidence, recon.cleared, recon.balance, recon.cause_group, recon.tolerance_use, recon.not_comparable,
	recon.term, recon.match to counterfoil_etl;
grant insert on recon.decision, recon.signoff to counterfoil_finance;
