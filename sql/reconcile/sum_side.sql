-- reconcile_sum_side: One side of a sum rule: a row for each key, its amount by currency.
create temporary table :"table" (
	key_hash uuid not null,
	key      text[] not null,
	currency text not null,
	state    "char" not null,        -- g, or the worst of its rows
	amount   numeric not null,       -- of its good rows
	worth    numeric not null,       -- of all its rows, also those that cannot be compared
	total    numeric not null,       -- of these and of those that are not, or not yet, the rule's
	rows     bigint not null,
	company  text,
	channel  text,
	happened_at timestamptz,
	account  integer, seen_from integer, landing integer, part integer, record bigint,
	place_offset bigint, place_length integer,
	twice    boolean not null,       -- one of its rows stands twice
	alone    text,                   -- a row that names no parent is a key of its own: the parent's name
	names    text[],                 -- of the key's parts, if it is the row's own
	own_hash uuid                    -- the row's own, if it is alone
) on commit drop
