-- stage_confirm: what waits now, and what began to wait on this very date, is not deleted yet.
delete from pg_temp.stage_lacking k
using :"live" l
where l.key_hash = k.key_hash and l.source = $1
	and (l.state <> 'u' or exists (select from ops.snapshot s
		where s.dataset = $2 and s.snapshot_no = l.seen_from and s.business_date >= $3))
