-- stage_resolve: a reject of this landing whose record is a good row now; by its key, or by its place if it had none.
update ops.reject r
set resolved_by = $3
from ops.snapshot s
where s.snapshot_id = r.snapshot_id and s.extract = $1 and s.landing_id = $2 and s.snapshot_id <> $3
	and r.resolved_by is null
	and exists (select from :"live" l where l.source = $4 and l.state = 'g' and l.key_hash = r.key_hash
		union all
		select from :"live" l where l.source = $4 and l.state = 'g' and r.key_hash is null
			and l.landing = $2 and l.part = r.part and l.record = r.record)
