-- reconcile_match_made: What is held together tonight, by where it is kept.
create temporary table made (
	rule_run_id bigint not null,
	match_no    bigint not null,
	standing    boolean not null
) on commit drop
