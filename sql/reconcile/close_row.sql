-- reconcile_close_row: What the lists of a position say, one row an amount.  side: movements, balance, ledger, or
-- before: the movements of before the month as they stood when it was closed.
create temporary table close_row (
	side     text not null,
	list     integer not null,
	key_hash uuid not null,
	key      text not null,
	state    "char" not null,
	day      date,
	at       timestamptz,            -- null of what has a day alone
	line     text not null,
	line_no  integer not null,
	declared boolean not null,
	reference text,
	currency text not null,
	amount   numeric,
	original numeric,
	original_currency text
) on commit drop
