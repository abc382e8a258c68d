-- stage_cursor: up to where the extract has been read; it moves with the rows or not at all.
with noted as (
	update ops.snapshot set cursor = $2 where snapshot_id = $3
)
insert into ops.cursor (extract, value, snapshot_id) values ($1, $2, $3)
on conflict (extract) do update set value = excluded.value, snapshot_id = excluded.snapshot_id
