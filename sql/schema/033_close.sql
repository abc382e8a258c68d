-- The close of a month: of each position of a company how its closing came to be, what its provider and the ledger
-- say of it, and each difference by its name.  A close is never written over: closing the month again makes another.
set local role counterfoil_owner;

create table recon.close (
	close_id      bigint generated always as identity primary key,
	company       text not null,
	title         text not null,             -- of the company, for people
	month         date not null,             -- its first day
	number        integer not null,          -- of this company and month: 1, 2, …
	zone          text not null,             -- whose midnights part the month from others
	verdict       text not null check (verdict in ('incomplete', 'discrepancies', 'pending', 'agreed')),
	engine        text not null,
	config_digest bytea not null,
	closed_at     timestamptz not null,
	unique (company, month, number)
);

create table recon.close_position (
	close_id    bigint not null references recon.close,
	position_no integer not null,
	id          text not null,
	name        text not null,
	title       text not null,
	owner       text not null,
	kind        text not null,
	verdict     text not null check (verdict in ('incomplete', 'discrepancies', 'pending', 'agreed')),
	digest      bytea not null,              -- of its declaration
	text        text not null,
	previous    bigint references recon.close,   -- the close before it that it was held against
	primary key (close_id, position_no),
	unique (close_id, id)
);

-- Why it is incomplete: in the order in which it was found.
create table recon.close_reason (
	close_id    bigint not null,
	position_no integer not null,
	reason_no   integer not null,
	reason      text not null,
	primary key (close_id, position_no, reason_no),
	foreign key (close_id, position_no) references recon.close_position
);

-- The lists that it was made from.
create table recon.close_input (
	close_id    bigint not null,
	position_no integer not null,
	input_no    integer not null,
	part        text not null check (part in ('movements', 'balance', 'ledger')),
	extract     text not null,
	title       text not null,
	snapshot_id bigint references ops.snapshot,
	snapshot_no integer,
	as_of       timestamptz,
	status      text not null,
	reason      text,
	proven      boolean not null,
	primary key (close_id, position_no, input_no),
	foreign key (close_id, position_no) references recon.close_position
);

-- opening + movements = closing; what the provider and the ledger say, and what of the difference has no name.
create table recon.close_line (
	close_id    bigint not null,
	position_no integer not null,
	currency    text not null,
	line_no     integer not null,
	line        text not null check (line in ('before', 'opening', 'movement', 'closing', 'balance', 'balance rest',
		'ledger', 'ledger rest', 'before rest')),
	title       text not null,
	declared    boolean not null,            -- false: movements of a kind that no line names
	count       bigint not null,
	amount      numeric not null,
	primary key (close_id, position_no, currency, line_no),
	foreign key (close_id, position_no) references recon.close_position
);

-- What a difference consists of.  against: what is held beside the position; ours and theirs: what it and the other
-- say.
create table recon.close_item (
	close_id    bigint not null,
	position_no integer not null,
	item_no     bigint not null,
	against     text not null check (against in ('before', 'balance', 'ledger')),
	currency    text not null,
	kind        text not null,
	reference   text not null,
	line        text not null,
	ours_on     date,
	theirs_on   date,
	ours        numeric,
	theirs      numeric,
	original    numeric,                     -- on which both agree, before each converted it
	original_currency text,
	amount      numeric not null,            -- of the difference
	age         integer not null,            -- days until the end of the month
	primary key (close_id, position_no, item_no),
	foreign key (close_id, position_no) references recon.close_position
);

-- Each night of the month with what each rule answered; a night on which one gave no answer has no verdict.
create table recon.close_night (
	close_id      bigint not null references recon.close,
	business_date date not null,
	rule_id       text not null,
	title         text not null,
	rule_run_id   bigint references recon.rule_run,
	verdict       text,
	primary key (close_id, rule_id, business_date)
);

-- What was waiting on the last night of the month, and what became of it by the close.
create table recon.close_waiting (
	close_id      bigint not null references recon.close,
	rule_id       text not null,
	currency      text not null,
	business_date date not null,             -- the last night on which the rule answered
	count         bigint not null,
	amount        numeric not null,
	gone          bigint not null,           -- of these, what has come since
	gone_amount   numeric not null,
	late          bigint not null,           -- and what became a discrepancy
	late_amount   numeric not null,
	primary key (close_id, rule_id, currency)
);

grant select on recon.close, recon.close_position, recon.close_reason, recon.close_input, recon.close_line,
	recon.close_item, recon.close_night, recon.close_waiting
	to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update on recon.close, recon.close_position, recon.close_reason, recon.close_input, recon.close_line,
	recon.close_item, recon.close_night, recon.close_waiting to counterfoil_etl;
