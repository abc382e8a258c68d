-- reconcile_timing_table: What moved between the two moments of what differs; and what cannot be told from it.
create temporary table movement (
	key_hash uuid not null,
	currency text not null,
	own_hash uuid not null,
	own_key  text[] not null,
	moved_at timestamptz,
	amount   numeric,
	doubt    "char",                 -- a state of view.h: whether it moved, when or how much is not known
	anywhere boolean not null,       -- it may be of any key
	account  integer, seen_from integer, landing integer, part integer, record bigint
) on commit drop
