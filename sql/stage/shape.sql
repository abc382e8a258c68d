-- stage_shape: $1 snapshot, $2 [{"path", "under", "step", "name", "kinds", "mapped", "count"}].
insert into ops.shape (snapshot_id, path, under, step, name, kind, mapped, count)
select $1, p.path, p.under, p.step, p.name, k.kind, p.mapped, p.count
from jsonb_to_recordset($2)
	as p (path text, under text, step text, name text, kinds text[], mapped boolean, count bigint)
cross join unnest(p.kinds) as k (kind)
on conflict do nothing
