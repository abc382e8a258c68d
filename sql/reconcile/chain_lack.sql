-- reconcile_chain_lack: Lines that a hop lacks, or of which it lacks a part.
create temporary table chain_lack (
	hop      integer not null,
	origin   uuid not null,
	line     uuid not null,
	own      uuid not null,          -- one of its rows of the hop before
	currency text not null,
	money    numeric,                -- that stands there
	come     numeric,                -- of a line that has come in part: how much of it
	moment   timestamptz,            -- the hop before was reached
	status   text not null,          -- broken, waiting, not comparable, ends
	reason   text,
	cause    text
) on commit drop
