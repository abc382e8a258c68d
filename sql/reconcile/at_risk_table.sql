-- reconcile_at_risk_table: Keys at risk tonight.
create temporary table at_risk (
	kind     text not null,
	key_hash uuid not null,
	key      text[] not null,
	currency text not null,          -- of the sum
	units    numeric not null,
	cost     numeric,                -- of one unit
	cost_currency text,
	last_at  timestamptz             -- dead: when it last moved; null: in all that is known, never
) on commit drop
