-- reconcile_close_balance: What the provider states, and up to when it has counted: until is the first moment that it
-- has not, last_day the last day of which it has all.
create temporary table close_balance (
	currency text primary key,
	count    bigint not null,
	amount   numeric not null,
	until    timestamptz not null,
	last_day date not null
) on commit drop
