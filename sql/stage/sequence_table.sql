-- stage_sequence_table: the numbers of each series.
create temporary table stage_sequence (
	series  text not null,
	first   text not null,
	last    text not null,
	numbers bigint not null,
	missing bigint not null,
	gaps    jsonb not null
)
