-- stage_settled_table: what of the rows that their system had closed is otherwise tonight.
create temporary table stage_settled (
	change      text not null,
	key         text[] not null,
	happened_at timestamptz not null,
	fields      jsonb not null
)
