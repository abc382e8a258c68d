-- reconcile_match_standing:
create temporary table standing (
	rule_run_id bigint not null,
	match_no bigint not null,
	stage    text not null,
	currency text not null,
	list     smallint not null,
	key_hash uuid not null,
	amount   numeric not null
) on commit drop
