-- reconcile_chain_at: What has come to one hop. A line is money that was followed there: of a row that is followed, the
-- last row on its way that had an amount of its own. Where a line has several rows of the hop, all must go on.
create temporary table :"at" (
	origin   uuid not null,          -- the followed row
	line     uuid not null,
	own      uuid not null,          -- the row of this hop
	money    numeric,
	currency text not null,
	moment   timestamptz
) on commit drop
