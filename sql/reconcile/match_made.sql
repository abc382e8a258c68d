-- reconcile_match_made: Tonight's matches by their numbers; they are kept under rule_run_id and match_no.
create temporary table made (
	number       bigint not null,
	rule_run_id  bigint not null,
	match_no     bigint not null,
	stage        text not null,
	standing     boolean not null,
	alternatives bigint not null
) on commit drop
