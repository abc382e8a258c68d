-- stage_rollback_cursor: the extract is read on from where the newest snapshot had read that still stands; from its
-- beginning if none does.
with before as (
	select s.extract, s.cursor, s.snapshot_id
	from ops.cursor c
	join ops.snapshot s on s.extract = c.extract and s.state = 'live' and s.cursor is not null
	where c.snapshot_id = $1
	order by s.snapshot_no desc
	limit 1
), moved as (
	update ops.cursor c set value = b.cursor, snapshot_id = b.snapshot_id
	from before b
	where c.extract = b.extract
)
delete from ops.cursor where snapshot_id = $1 and not exists (select from before)
