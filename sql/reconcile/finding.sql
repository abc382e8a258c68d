-- reconcile_finding: What tonight's comparison finds, before it is known from which night each difference dates.
create temporary table finding (
	kind     text not null,
	field    text not null,
	side     text not null,
	key_hash uuid not null,
	key      text[] not null,
	status   text not null,          -- open, pending, not comparable, warning, within tolerance, timing
	reason   text,
	cause    text,                   -- not comparable: of recon.cause
	currency text,
	amount   numeric,
	value    numeric,
	truth_value  text,
	mirror_value text,
	company  text,
	channel  text,
	happened_at  timestamptz,        -- the event's own time; null: the first snapshot that showed it
	clock    integer,                -- which of the rule's lags applies; null: none
	ratio    numeric,
	alike    text[],                 -- fields of the leading row that equal the difference
	truth_account  integer, truth_seen  integer, truth_landing  integer, truth_part  integer, truth_record  bigint,
	truth_offset  bigint, truth_length  integer,
	mirror_account integer, mirror_seen integer, mirror_landing integer, mirror_part integer, mirror_record bigint,
	mirror_offset bigint, mirror_length integer,
	truth_side text,                 -- whose value is truth_value; null: the rule's leading side
	names    text[]                  -- of the key's parts; null: the rule's
) on commit drop
