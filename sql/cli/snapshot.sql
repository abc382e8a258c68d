-- cli_snapshot: $1 its number.
select dataset, extract, business_date, state from ops.snapshot where snapshot_id = $1
